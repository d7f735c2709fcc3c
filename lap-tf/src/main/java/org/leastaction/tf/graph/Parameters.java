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
    /** Prepended to the names of parameters. */
    private final String prefix;
    private final Map<String, Parameter> parameters;
    private final Map<String, Operand<TFloat32>> constants;
    private final Map<String, Variable> variables;

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
        this.prefix = "";
        this.parameters = new LinkedHashMap<>();
        this.constants = new LinkedHashMap<>();
        this.variables = new LinkedHashMap<>();
    }

    private Parameters(Parameters whole, String prefix) {
        this.tf = whole.tf;
        this.layout = whole.layout;
        this.instances = whole.instances;
        this.frozen = whole.frozen;
        this.prefix = whole.prefix + prefix;
        this.parameters = whole.parameters;
        this.constants = whole.constants;
        this.variables = whole.variables;
    }

    /** The same parameters, for layers whose names all begin with a prefix. */
    public Parameters within(String names) {
        return new Parameters(this, names);
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
    public Operand<TFloat32> value(Parameter named) {
        Function<Parameter, float[]> constant = frozen;
        if (constant == null) {
            return variable(named).value();
        }
        Parameter parameter = registered(named);
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
    public Variable variable(Parameter named) {
        if (frozen != null) {
            throw new IllegalStateException("the parameter " + named.name() + " is a constant");
        }
        Parameter parameter = registered(named);
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

    /** The parameter under its whole name. */
    private Parameter registered(Parameter named) {
        Parameter parameter = prefix.isEmpty() ? named : named.within(prefix);
        Parameter known = parameters.putIfAbsent(parameter.name(), parameter);
        if (known != null && !known.equals(parameter)) {
            throw new IllegalStateException("two parameters are called " + parameter.name());
        }
        return parameter;
    }

    private Shape shape(List<Integer> instance) {
        Shape shape = Shape.of(instance.stream().mapToLong(Integer::longValue).toArray());
        return layout == Layout.STACKED ? shape.prepend(instances) : shape;
    }
}
