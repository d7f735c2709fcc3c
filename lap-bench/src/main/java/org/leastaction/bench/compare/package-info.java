/**
 * Comparison of models on the same samples: differences of their quantities with intervals, the cost by depth, the
 * similarity of their states, and the samples that they move differently.
 *
 * <pre>{@code
 * ModelComparison comparison = new ModelComparer(FlowAnalysis.defaults(), 1_000)
 *         .compare("mnist", rows, List.of(vanilla, lap), ComparisonWatch.NONE);
 * comparison.pairs().get(0).quantity("transport_cost");   // LAP − vanilla
 * }</pre>
 */
package org.leastaction.bench.compare;
