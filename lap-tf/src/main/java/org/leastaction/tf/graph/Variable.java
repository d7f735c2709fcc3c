package org.leastaction.tf.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * A resource variable with its read and its assignment from a feed.
 *
 * @param name   unique in the graph
 * @param shape  of the variable, including the instance axis
 * @param handle the resource
 * @param value  the read that the graph computes with; gradients are taken with respect to it
 * @param feed   values for {@code assign}
 * @param assign sets the variable to {@code feed}
 */
public record Variable(
        String name, Shape shape, VarHandleOp handle, Operand<TFloat32> value, Placeholder<TFloat32> feed, Op assign) {

    /** Adds a variable to a graph. It holds nothing until assigned. */
    public static Variable create(Ops tf, String name, Shape shape) {
        VarHandleOp handle = tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
        Placeholder<TFloat32> feed = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        return new Variable(
                name, shape, handle, tf.readVariableOp(handle, TFloat32.class), feed,
                tf.assignVariableOp(handle, feed));
    }

    /**
     * Sets variables in one run: each new set of fetched tensors costs a pass over the whole graph.
     *
     * @param values of every element, row-major
     */
    public static void assign(Session session, Map<Variable, float[]> values) {
        List<Tensor> feeds = new ArrayList<>();
        try {
            Session.Runner runner = session.runner();
            values.forEach((variable, value) -> {
                TFloat32 tensor = Feeds.floats(variable.shape(), value);
                feeds.add(tensor);
                runner.feed(variable.feed(), tensor).addTarget(variable.assign());
            });
            runner.run().close();
        } finally {
            feeds.forEach(Tensor::close);
        }
    }

    /** The current values of variables, by name, in their order. */
    public static Map<String, float[]> read(Session session, List<Variable> variables) {
        Session.Runner runner = session.runner();
        variables.forEach(variable -> runner.fetch(variable.value()));
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            for (int v = 0; v < variables.size(); v++) {
                values.put(variables.get(v).name(), Feeds.read(result.get(v)));
            }
        }
        return values;
    }

    /**
     * Sets variables to values returned by {@link #read}.
     *
     * @throws IllegalArgumentException if one is missing or has another size
     */
    public static void restore(Session session, List<Variable> variables, Map<String, float[]> values) {
        Map<Variable, float[]> assigned = new LinkedHashMap<>();
        for (Variable variable : variables) {
            float[] value = values.get(variable.name());
            if (value == null || value.length != variable.shape().size()) {
                throw new IllegalArgumentException("there are no values of the right size for " + variable.name());
            }
            assigned.put(variable, value);
        }
        assign(session, assigned);
    }
}
