/**
 * The PDF of a comparison of models: verdict, differences, depth, samples.
 *
 * <pre>{@code
 * ComparisonReport.write(comparison, verdicts, firstModel, manifest, Path.of("comparison.pdf"));
 * }</pre>
 */
package org.leastaction.bench.report.comparison;
