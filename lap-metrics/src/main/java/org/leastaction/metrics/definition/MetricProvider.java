package org.leastaction.metrics.definition;

import java.util.List;

/**
 * Declares metrics; found by {@link java.util.ServiceLoader}. LAP's own metrics and those of plug-ins are registered in
 * the same way: by a public class with a public constructor without parameters, named in {@code
 * META-INF/services/org.leastaction.metrics.definition.MetricProvider}.
 */
public interface MetricProvider {

    /** The declared metrics, in the order of tables. */
    List<MetricDefinition> metrics();
}
