package org.leastaction.tf.graph;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.leastaction.tf.graph.Layers.Layout;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The parameters of the network instances in one graph. They are created on first use and shared with another copy of
 * the network in the same graph (inference beside training).
 */
public final class Parameters {

    private final Ops tf;
    private final Layout layout;
    private final int instances;
    /** Values of parameters that are constants; null where they are variables. */
    private final @Nullable Function<Parameter, float[]> frozen;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Operand<TFloat32>> constants = new LinkedHashMap<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /**
     * @param instances number of networks in the graph, 1 unless the layout is stacked
     */
    public Parameters(Ops tf, Layout layout, int instances) {
        this(tf, layout, instances, null);
    }

    private Parameters(Ops tf, Layout layout, int instances, @Nullable Function<Parameter, float[]> frozen) {
        if (instances < 1 || (layout == Layout.SINGLE && instances != 1)) {
            throw new IllegalArgumentException(instances + " instances do not fit the layout " + layout);
        }
        this.tf = tf;
        this.layout = layout;
        this.instances = instances;
        this.frozen = frozen;
    }

    /**
     * Parameters of one network as constants, which makes the graph self-contained.
     *
     * @param values row-major in the shape of each parameter
     */
    public static Parameters frozen(Ops tf, Layout layout, Function<Parameter, float[]> values) {
        return new Parameters(tf, layout, 1, values);
    }

    /**
     * The tensor that layers use: the read of a parameter's variable, or its constant.
     *
     * @throws IllegalStateException if another parameter has its name
     */
    public Operand<TFloat32> value(Parameter parameter) {
        Function<Parameter, float[]> constant = frozen;
        if (constant == null) {
            return variable(parameter).value();
        }
        register(parameter);
        return constants.computeIfAbsent(parameter.name(), name -> {
            try (TFloat32 values = Feeds.floats(shape(parameter.shape()), constant.apply(parameter))) {
                return tf.withName(name.replace('/', '.')).constantOf(values);
            }
        });
    }

    /**
     * The variable of a parameter.
     *
     * @throws IllegalStateException if another parameter has its name, or parameters are constants
     */
    public Variable variable(Parameter parameter) {
        if (frozen != null) {
            throw new IllegalStateException("the parameter " + parameter.name() + " is a constant");
        }
        register(parameter);
        return variables.computeIfAbsent(
                parameter.name(), name -> Variable.create(tf, name, shape(parameter.shape())));
    }

    /** Number of networks in the graph. */
    public int instances() {
        return instances;
    }

    /** All parameters, in order of creation. */
    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(parameters.values());
    }

    private void register(Parameter parameter) {
        Parameter known = parameters.putIfAbsent(parameter.name(), parameter);
        if (known != null && !known.equals(parameter)) {
            throw new IllegalStateException("two parameters are called " + parameter.name());
        }
    }

    private Shape shape(List<Integer> instance) {
        Shape shape = Shape.of(instance.stream().mapToLong(Integer::longValue).toArray());
        return layout == Layout.STACKED ? shape.prepend(instances) : shape;
    }
}
