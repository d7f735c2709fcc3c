package org.leastaction.flow.backend;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/**
 * Wraps a model of an untrusted backend: its failures are reported with the backend's name.
 *
 * <p>Exceptions of any kind, missing results and results of wrong shapes become a {@link BackendFailure}; exceptions of
 * an observer propagate unchanged. NaN is a valid result; it is reported once per method. The {@link Supervision}
 * limits the time without progress and the time to close; with a timeout, observers are called on a thread other than
 * the caller's. A model that was abandoned is not closed, since it may still be running.
 */
final class GuardedFlow implements FlowModel {

    private final FlowModel model;
    private final FlowShape shape;
    private final Supervisor supervisor;
    private final NanWatch watch;

    /**
     * Guards a model.
     *
     * @param backend its backend's id
     * @throws BackendFailure if the model has no shape; it is then closed
     */
    public GuardedFlow(FlowModel model, String backend, Supervision supervision) {
        this(Objects.requireNonNull(model, "model"), new Supervisor(backend, supervision));
    }

    GuardedFlow(FlowModel model, Supervisor supervisor) {
        this.model = model;
        this.supervisor = supervisor;
        this.watch = new NanWatch(supervisor);
        try {
            FlowShape given = call("shape", model::shape);
            if (given == null) {
                throw failure("shape gave nothing", null);
            }
            this.shape = given;
        } catch (RuntimeException | Error unusable) {
            close();
            throw unusable;
        }
    }

    @Override
    public FlowShape shape() {
        return shape;
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        return checked("encode", call("encode", () -> model.encode(inputs)), inputs.size(), shape.encodedDimension());
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        int n = encoded.size();
        StepCheck steps = new StepCheck("transport", shape, n, n, n, what -> failure(what, null), watch);
        BlockObserver checked = observer == BlockObserver.NONE ? observer : steps.before(signing(observer));
        FloatPoints end = call("transport", steps, () -> model.transport(encoded, checked));
        if (observer != BlockObserver.NONE) {
            steps.end();
        }
        return checked("transport", end, n, shape.transportedDimension());
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        return checked("classify", call("classify", () -> model.classify(transported)), transported.size(),
                shape.classes());
    }

    /** The model's own result; if it has no such method, evaluated part by part, as a pass. */
    @Override
    public FloatPoints answers(FloatPoints encoded) {
        if (!hasOwn("answers", FloatPoints.class)) {
            return FlowModel.super.answers(encoded);
        }
        return checked("answers", call("answers", () -> model.answers(encoded)), encoded.size(), shape.classes());
    }

    /** The model's own result; if it has no such method, evaluated part by part. */
    @Override
    public FloatPoints scores(FloatPoints inputs) {
        if (!hasOwn("scores", FloatPoints.class)) {
            return FlowModel.super.scores(inputs);
        }
        return checked("scores", call("scores", () -> model.scores(inputs)), inputs.size(), shape.classes());
    }

    /** The model's own pass; if it has none, a pass part by part, so that failures name the part. */
    @Override
    public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
        if (!hasOwn("pass", FloatPoints.class, int.class, BatchObserver.class)) {
            return FlowModel.super.pass(inputs, batch, observer);
        }
        int n = inputs.size();
        StepCheck steps = new StepCheck("pass", shape, n, 1, batch, what -> failure(what, null), watch);
        BatchObserver checked = observer == BatchObserver.NONE ? observer : steps.before(signing(observer));
        Optional<FloatPoints> answers = call("pass", steps, () -> model.pass(inputs, batch, checked));
        if (observer != BatchObserver.NONE) {
            steps.end();
        }
        if (answers == null || answers.isPresent() != shape.classes() > 0) {
            throw failure("pass gave " + (answers == null ? "nothing" : answers.isPresent() ? "answers" : "no answers")
                    + " of " + shape.classes() + " classes", null);
        }
        return answers.map(points -> checked("pass", points, n, shape.classes()));
    }

    @Override
    public <R> Optional<R> role(Class<R> role) {
        Optional<R> found = call("role", () -> model.role(role));
        if (found == null) {
            throw failure("role gave nothing where " + role.getSimpleName() + " was asked for", null);
        }
        if (role == BlockCosts.class) {
            return found.map(costs -> role.cast(guarded((BlockCosts) costs)));
        }
        return role.isInterface() ? found.map(part -> Guard.of(role, part, supervisor)) : found;
    }

    private BlockCosts guarded(BlockCosts costs) {
        GuardedCosts guard = new GuardedCosts(shape, what -> failure(what, null), watch);
        return (inputs, batch) -> guard.checked(call("costs", () -> costs.costs(inputs, batch)), inputs.size());
    }

    /** Closes the model on a separate thread, which is abandoned if it does not return. */
    @Override
    public void close() {
        supervisor.close(model::close);
    }

    private BlockObserver signing(BlockObserver observer) {
        return step -> {
            supervisor.sign();
            observer.observe(step);
            supervisor.sign();
        };
    }

    private BatchObserver signing(BatchObserver observer) {
        return (row, step) -> {
            supervisor.sign();
            observer.observe(row, step);
            supervisor.sign();
        };
    }

    /** Whether a model overrides a default method. */
    private boolean hasOwn(String method, Class<?>... parameters) {
        try {
            return model.getClass().getMethod(method, parameters).getDeclaringClass() != FlowModel.class;
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private <T> @Nullable T call(String what, Supplier<T> method) {
        try {
            return supervisor.watched(what, method::get);
        } catch (Throwable thrown) {
            throw supervisor.named(what, thrown);
        }
    }

    private <T> @Nullable T call(String what, StepCheck steps, Supplier<T> method) {
        try {
            return supervisor.watched(what, method::get);
        } catch (Throwable thrown) {
            throw steps.isOurs(thrown) ? (RuntimeException) thrown : supervisor.named(what, thrown);
        }
    }

    private FloatPoints checked(String what, @Nullable FloatPoints points, int size, int dimension) {
        if (points == null) {
            throw failure(what + " gave nothing", null);
        }
        if (points.size() != size || points.dimension() != dimension) {
            throw failure(what + " gave [" + points.size() + ", " + points.dimension() + "], [" + size + ", "
                    + dimension + "] is right", null);
        }
        watch.see(what, points);
        return points;
    }

    private BackendFailure failure(String what, @Nullable Throwable cause) {
        return supervisor.failure(what, cause);
    }

    /**
     * Checks the costs of an untrusted model: results of wrong shapes and negative costs are failures of its backend.
     */
    private static final class GuardedCosts {

        private final FlowShape shape;
        private final Function<String, BackendFailure> failure;
        private final NanWatch watch;

        GuardedCosts(FlowShape shape, Function<String, BackendFailure> failure, NanWatch watch) {
            this.shape = shape;
            this.failure = failure;
            this.watch = watch;
        }

        /**
         * Checks costs; O(n·(K + classes)).
         *
         * @param n expected number of points
         * @throws BackendFailure if they do not fit the model's shape
         */
        FlowCosts checked(@Nullable FlowCosts costs, int n) {
            if (costs == null) {
                throw failure.apply("costs gave nothing");
            }
            check("of blocks", costs.blocks(), n, shape.blocks());
            int segments = shape.segments().size();
            check("of segments", costs.segments(), n, segments);
            Optional<FloatPoints> answers = costs.logProbabilities();
            if (answers.map(FloatPoints::dimension).orElse(0) != shape.classes()) {
                throw failure
                        .apply("costs gave answers of " + answers.map(FloatPoints::dimension).orElse(0) + " classes, "
                                + shape.classes() + " is right");
            }
            answers.ifPresent(points -> watch.see("costs", points));
            return costs;
        }

        private void check(String what, DoublePoints costs, int size, int dimension) {
            if (costs.size() != size || costs.dimension() != dimension) {
                throw failure.apply(
                        "costs " + what + " are [" + costs.size() + ", " + costs.dimension() + "], [" + size + ", "
                                + dimension + "] is right");
            }
            double[] array = costs.array();
            for (int i = 0; i < size * dimension; i++) {
                if (array[costs.offset() + i] < 0) {
                    throw failure.apply("costs " + what + " are below 0: " + array[costs.offset() + i]);
                }
            }
        }
    }

    /** Reports NaN in a model's results, once per method. */
    static final class NanWatch {

        private final Supervisor supervisor;
        private final Set<String> told = new HashSet<>();

        NanWatch(Supervisor supervisor) {
            this.supervisor = supervisor;
        }

        /**
         * Checks results; O(n·d).
         *
         * @param method the method that returned them
         */
        void see(String method, FloatPoints results) {
            if (told.contains(method)) {
                return;
            }
            float[] array = results.array();
            int end = results.offset() + results.size() * results.dimension();
            for (int i = results.offset(); i < end; i++) {
                if (Float.isNaN(array[i])) {
                    told.add(method);
                    supervisor.remark("gave NaN in " + method);
                    return;
                }
            }
        }
    }
}
