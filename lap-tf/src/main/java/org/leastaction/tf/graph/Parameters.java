package org.leastaction.tf.graph;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * The parameters of the network instances in one graph: made when a layer first asks, shared when another copy of the
 * network (inference beside training) asks again.
 */
public final class Parameters {

    private final Ops tf;
    private final Layout layout;
    private final int instances;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /**
     * @param instances number of networks in the graph, 1 unless the layout is stacked
     */
    public Parameters(Ops tf, Layout layout, int instances) {
        if (instances < 1 || (layout == Layout.SINGLE && instances != 1)) {
            throw new IllegalArgumentException(instances + " instances do not fit the layout " + layout);
        }
        this.tf = tf;
        this.layout = layout;
        this.instances = instances;
    }

    /**
     * The variable of a parameter.
     *
     * @throws IllegalStateException if another parameter has its name
     */
    public Variable variable(Parameter parameter) {
        Parameter known = parameters.putIfAbsent(parameter.name(), parameter);
        if (known != null && !known.equals(parameter)) {
            throw new IllegalStateException("two parameters are called " + parameter.name());
        }
        return variables.computeIfAbsent(
                parameter.name(), name -> Variable.create(tf, name, shape(parameter.shape())));
    }

    /** Number of networks in the graph. */
    public int instances() {
        return instances;
    }

    /** All parameters, in the order in which the network asked for them. */
    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(parameters.values());
    }

    private Shape shape(List<Integer> instance) {
        Shape shape = Shape.of(instance.stream().mapToLong(Integer::longValue).toArray());
        return layout == Layout.STACKED ? shape.prepend(instances) : shape;
    }
}
