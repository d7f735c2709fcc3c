package org.leastaction.flow.backend;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.FloatPoints;

/**
 * A model of a backend that may be anybody's: what goes wrong in it is named after its backend.
 *
 * <p>Unexpected exceptions, missing results and results of wrong shapes become a {@link BackendFailure}. Exceptions
 * that the contract allows, and those of the observer, pass through. Closing is waited for no longer than a limit; NaN
 * is a result like another and is reported by whoever measures.
 */
public final class GuardedFlow implements FlowModel {

    private final FlowModel model;
    private final FlowShape shape;
    private final String backend;
    private final Duration patience;
    private final Consumer<String> complaints;

    /**
     * Guards a model.
     *
     * @param backend    its backend's id
     * @param patience   how long closing may take
     * @param complaints hears a sentence if closing fails or takes longer
     * @throws BackendFailure if the model has no shape
     */
    public GuardedFlow(FlowModel model, String backend, Duration patience, Consumer<String> complaints) {
        this.model = Objects.requireNonNull(model, "model");
        this.backend = Objects.requireNonNull(backend, "backend");
        this.patience = Objects.requireNonNull(patience, "patience");
        this.complaints = Objects.requireNonNull(complaints, "complaints");
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
        Steps steps = new Steps(observer, encoded.size());
        FloatPoints end;
        try {
            end = model.transport(encoded, observer == BlockObserver.NONE ? observer : steps);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            throw steps.isOurs(thrown) ? (RuntimeException) thrown : named("transport", thrown);
        }
        if (observer != BlockObserver.NONE && steps.seen != shape.blocks()) {
            throw failure("transport showed " + steps.seen + " of " + shape.blocks() + " blocks", null);
        }
        return checked("transport", end, encoded.size(), shape.transportedDimension());
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        return checked("classify", call("classify", () -> model.classify(transported)), transported.size(),
                shape.classes());
    }

    @Override
    public <R> Optional<R> role(Class<R> role) {
        return call("role", () -> model.role(role));
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

    private <T> T call(String what, Supplier<T> method) {
        try {
            return method.get();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            throw named(what, thrown);
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
        return points;
    }

    private BackendFailure failure(String what, Throwable cause) {
        return new BackendFailure("the backend '" + backend + "' failed: " + what, cause);
    }

    /** Looks at every step before the observer does. */
    private final class Steps implements BlockObserver {

        private final BlockObserver observer;
        private final int size;
        private int seen;
        private Throwable own;

        Steps(BlockObserver observer, int size) {
            this.observer = observer;
            this.size = size;
        }

        @Override
        public void observe(BlockStep step) {
            try {
                if (step == null || step.block() != seen || seen >= shape.blocks()) {
                    throw failure("transport showed " + (step == null ? "nothing" : "block " + step.block())
                            + " where block " + seen + " of " + shape.blocks() + " comes", null);
                }
                int dimension = shape.leavingDimension(seen);
                checked("the shortcut of block " + seen, step.shortcut(), size, dimension);
                checked("the residue of block " + seen, step.residue(), size, dimension);
                checked("the output of block " + seen, step.output(), size, dimension);
                seen++;
                observer.observe(step);
            } catch (RuntimeException thrown) {
                own = thrown;
                throw thrown;
            }
        }

        boolean isOurs(Throwable thrown) {
            return thrown == own;
        }
    }
}
