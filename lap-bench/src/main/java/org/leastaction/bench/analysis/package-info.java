/**
 * Measurement of a flow: one pass of the data through it, then the quantities that {@code docs/definitions.md} defines.
 *
 * <pre>{@code
 * AnalysedFlow analysed = FlowAnalysis.defaults().analyse(model, test);
 * double cost = analysed.analysis().quantity("transport_cost").value();
 * }</pre>
 */
package org.leastaction.bench.analysis;
