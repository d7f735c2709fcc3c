package org.leastaction.flow.backend;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.FloatPoints;

/**
 * A model of a backend that may be anybody's: what goes wrong in it is named after its backend.
 *
 * <p>Unexpected exceptions, missing results and results of wrong shapes become a {@link BackendFailure}. Exceptions
 * that the contract allows, and those of the observer, pass through. NaN is a result like another, which is told once for every
 * method that gives it. Closing is waited for no longer than a limit.
 */
public final class GuardedFlow implements FlowModel {

    private final FlowModel model;
    private final FlowShape shape;
    private final String backend;
    private final Duration patience;
    private final Consumer<String> complaints;
    private final NanWatch watch;

    /**
     * Guards a model.
     *
     * @param backend    its backend's id
     * @param patience   how long closing may take
     * @param complaints hears a sentence if a result is NaN, or if closing fails or takes longer
     * @throws BackendFailure if the model has no shape
     */
    public GuardedFlow(FlowModel model, String backend, Duration patience, Consumer<String> complaints) {
        this.model = Objects.requireNonNull(model, "model");
        this.backend = Objects.requireNonNull(backend, "backend");
        this.patience = Objects.requireNonNull(patience, "patience");
        this.complaints = Objects.requireNonNull(complaints, "complaints");
        this.watch = new NanWatch(backend, complaints);
        this.shape = call("shape", model::shape);
        if (shape == null) {
            throw failure("shape gave nothing", null);
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
        BlockObserver checked = observer == BlockObserver.NONE ? observer : steps.before(observer);
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

    /** The model's own answers; where it has none, part by part, as a pass. */
    @Override
    public FloatPoints answers(FloatPoints encoded) {
        if (!hasOwn("answers", FloatPoints.class)) {
            return FlowModel.super.answers(encoded);
        }
        return checked("answers", call("answers", () -> model.answers(encoded)), encoded.size(), shape.classes());
    }

    /** The model's own pass; where it has none, a pass part by part, so that failures name the part. */
    @Override
    public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
        if (!hasOwn("pass", FloatPoints.class, int.class, BatchObserver.class)) {
            return FlowModel.super.pass(inputs, batch, observer);
        }
        int n = inputs.size();
        StepCheck steps = new StepCheck("pass", shape, n, 1, batch, what -> failure(what, null), watch);
        BatchObserver checked = observer == BatchObserver.NONE ? observer : steps.before(observer);
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
        Optional<R> found;
        try {
            found = model.role(role);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            throw failure("role threw " + thrown, thrown);
        }
        if (found == null) {
            throw failure("role gave nothing where " + role.getSimpleName() + " was asked for", null);
        }
        return role == BlockCosts.class ? found.map(costs -> role.cast(guarded((BlockCosts) costs))) : found;
    }

    private BlockCosts guarded(BlockCosts costs) {
        GuardedCosts guard = new GuardedCosts(shape, what -> failure(what, null), watch);
        return (inputs, batch) -> guard.checked(call("costs", () -> costs.costs(inputs, batch)), inputs.size());
    }

    /** Closes the model, on a thread of its own that is left behind if it does not come back. */
    @Override
    public void close() {
        Thread closing = new Thread(() -> {
            try {
                model.close();
            } catch (RuntimeException | Error thrown) {
                complaints.accept("the backend '" + backend + "' failed in close: " + thrown);
            }
        }, "closing a model of " + backend);
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(patience.toMillis());
            if (closing.isAlive()) {
                complaints.accept("the backend '" + backend + "' has not closed its model after "
                        + patience.toMillis() / 1000.0 + " s; going on without");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a model brings its own version of a method that has a default. */
    private boolean hasOwn(String method, Class<?>... parameters) {
        try {
            return model.getClass().getMethod(method, parameters).getDeclaringClass() != FlowModel.class;
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private <T> T call(String what, Supplier<T> method) {
        try {
            return method.get();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            throw named(what, thrown);
        }
    }

    private <T> T call(String what, StepCheck steps, Supplier<T> method) {
        try {
            return method.get();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            throw steps.isOurs(thrown) ? (RuntimeException) thrown : named(what, thrown);
        }
    }

    /** What the contract allows stays as it is. */
    private RuntimeException named(String what, Throwable thrown) {
        if (thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException
                || thrown instanceof UnsupportedOperationException || thrown instanceof BackendFailure) {
            return (RuntimeException) thrown;
        }
        return failure(what + " threw " + thrown, thrown);
    }

    private FloatPoints checked(String what, FloatPoints points, int size, int dimension) {
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

    private BackendFailure failure(String what, Throwable cause) {
        return new BackendFailure("the backend '" + backend + "' failed: " + what, cause);
    }
}
