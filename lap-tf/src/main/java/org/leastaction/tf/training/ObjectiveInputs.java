package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.leastaction.flow.objective.BatchAssignment;
import org.leastaction.flow.objective.RandomInputs;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.graph.Feeds;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The inputs of an objective for every batch in addition to its points: assignments of its states, and random numbers.
 */
final class ObjectiveInputs {

    private final Ops tf;
    private final int instances;
    private final List<Assigned> assigned = new ArrayList<>();
    private final List<Drawn> drawn = new ArrayList<>();

    /** Two states of all instances, [instances · batch, d], and the rows of the second, [instances · batch, 1]. */
    private record Assigned(
            Operand<TFloat32> from, Operand<TFloat32> to, int dimension, Placeholder<TInt32> rows) {}

    /**
     * Random numbers of all instances.
     *
     * @param directions number of directions; 0 for signs of a batch
     */
    private record Drawn(Placeholder<TFloat32> values, int dimension, int directions) {}

    /** Inputs of one step, to be closed after it. */
    record Fed(List<Operand<?>> places, List<Tensor> values) implements AutoCloseable {

        Session.Runner into(Session.Runner runner) {
            for (int i = 0; i < values.size(); i++) {
                runner.feed(places.get(i), values.get(i));
            }
            return runner;
        }

        private void add(Operand<?> place, Tensor value) {
            places.add(place);
            values.add(value);
        }

        @Override
        public void close() {
            values.forEach(Tensor::close);
        }
    }

    ObjectiveInputs(Ops tf, int instances) {
        this.tf = tf;
        this.instances = instances;
    }

    /**
     * The rows of {@code to} in the order of the optimal assignment within each instance.
     *
     * @param from [instances · batch, d]
     * @param to   [instances · batch, d]
     * @return [instances · batch, 1]
     * @throws IllegalArgumentException if one depends on the result of another assignment
     */
    Operand<TInt32> assignment(Operand<TFloat32> from, Operand<TFloat32> to, int dimension) {
        Set<Operation> seen = new HashSet<>();
        assigned.forEach(other -> {
            if (leads(other.rows().op(), from.op(), seen) || leads(other.rows().op(), to.op(), seen)) {
                throw new IllegalArgumentException("an assignment depends on the result of another assignment");
            }
            seen.clear();
        });
        Placeholder<TInt32> rows = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, 1)));
        assigned.add(new Assigned(from, to, dimension, rows));
        return rows;
    }

    private static boolean leads(Operation from, Operation to, Set<Operation> seen) {
        return to.equals(from)
                || (seen.add(to)
                        && ((GraphOperation) to).inputs().stream().anyMatch(input -> leads(from, input.op(), seen)));
    }

    /** Directions on the unit sphere, [instances, dimension, count]. */
    Operand<TFloat32> directions(int dimension, int count) {
        Placeholder<TFloat32> values =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(instances, dimension, count)));
        drawn.add(new Drawn(values, dimension, count));
        return values;
    }

    /** Signs, [instances, batch, dimension]. */
    Operand<TFloat32> signs(int dimension) {
        Placeholder<TFloat32> values =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(instances, -1, dimension)));
        drawn.add(new Drawn(values, dimension, 0));
        return values;
    }

    /**
     * The inputs of a step.
     *
     * @param fedWithBatch creates runners that are fed with the points of the batch
     * @param seeds        one per instance
     * @param step         number of the step, from 1
     */
    Fed of(Supplier<Session.Runner> fedWithBatch, long[] seeds, long step, int batch) {
        Fed fed = new Fed(new ArrayList<>(), new ArrayList<>());
        try {
            for (int place = 0; place < drawn.size(); place++) {
                fed.add(drawn.get(place).values(), draw(drawn.get(place), seeds, step, place, batch));
            }
            assign(fedWithBatch, fed, batch);
            return fed;
        } catch (RuntimeException | Error failure) {
            fed.close();
            throw failure;
        }
    }

    private Tensor draw(Drawn wanted, long[] seeds, long step, int place, int batch) {
        boolean signs = wanted.directions() == 0;
        int size = wanted.dimension() * (signs ? batch : wanted.directions());
        float[] values = new float[instances * size];
        for (int i = 0; i < instances; i++) {
            RandomInputs random = RandomInputs.of(seeds[i], step, place);
            float[] own = signs ? random.signs(size) : random.directions(wanted.dimension(), wanted.directions());
            System.arraycopy(own, 0, values, i * size, size);
        }
        return Feeds.floats(
                signs
                        ? Shape.of(instances, batch, wanted.dimension())
                        : Shape.of(instances, wanted.dimension(), wanted.directions()),
                values);
    }

    private void assign(Supplier<Session.Runner> fedWithBatch, Fed fed, int batch) {
        if (assigned.isEmpty()) {
            return;
        }
        Session.Runner runner = fed.into(fedWithBatch.get());
        assigned.forEach(pair -> runner.fetch(pair.from()).fetch(pair.to()));
        try (Result states = runner.run()) {
            for (int a = 0; a < assigned.size(); a++) {
                float[] from = Feeds.read(states.get(2 * a));
                float[] to = Feeds.read(states.get(2 * a + 1));
                int[] rows = new int[instances * batch];
                for (int i = 0; i < instances; i++) {
                    int[] order = order(from, to, i * batch, batch, assigned.get(a).dimension());
                    for (int b = 0; b < batch; b++) {
                        rows[i * batch + b] = i * batch + order[b];
                    }
                }
                fed.add(assigned.get(a).rows(), Feeds.ints(Shape.of(rows.length, 1), rows));
            }
        }
    }

    /** The assignment of one instance; the identity after a divergence, when no finite number is left to compare. */
    private static int[] order(float[] from, float[] to, int first, int batch, int dimension) {
        int start = first * dimension;
        int size = batch * dimension;
        if (!isFinite(from, start, size) || !isFinite(to, start, size)) {
            return IntStream.range(0, batch).toArray();
        }
        FloatPoints points = FloatPoints.wrap(from, from.length / dimension, dimension);
        FloatPoints images = FloatPoints.wrap(to, to.length / dimension, dimension);
        return BatchAssignment.of(points.rows(first, first + batch), images.rows(first, first + batch));
    }

    private static boolean isFinite(float[] values, int start, int size) {
        return IntStream.range(start, start + size).allMatch(i -> Float.isFinite(values[i]));
    }
}
