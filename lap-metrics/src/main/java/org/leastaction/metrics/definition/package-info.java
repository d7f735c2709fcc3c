/**
 * The declarations of metrics: key, name, formula, unit, reference, direction and caveat of each, in one place.
 *
 * <pre>{@code
 * Metrics.installed().find("ot_gap").map(MetricDefinition::formula);    // "G = D − W₂²"
 * }</pre>
 */
package org.leastaction.metrics.definition;
