package org.leastaction.flow.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.points.FloatPoints;

/** Exceptions of a model are reported with its name, and the time without progress is limited. */
class SupervisionTest {

    private static final FloatPoints POINTS = FloatPoints.of(new float[][] {{1, 2}, {3, 4}});

    private final List<String> complaints = new ArrayList<>();

    private GuardedFlow guarded(FlowModel model) {
        return new GuardedFlow(model, "strange", supervision());
    }

    private Supervision supervision() {
        return Supervision.of(complaints::add).withClosing(Duration.ofMillis(200));
    }

    /** Everything that can be thrown: exceptions of the contract, others, errors, and checked ones in disguise. */
    static Stream<Throwable> anything() {
        return Stream.of(new IllegalArgumentException("boom"), new IllegalStateException("boom"),
                new UnsupportedOperationException("boom"), new ArithmeticException("boom"),
                new RuntimeException("boom"),
                new Error("boom"), new InternalError("boom"), new StackOverflowError("boom"),
                new NoClassDefFoundError("boom"), new AssertionError("boom"), new IOException("boom"),
                new Throwable("boom"));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void whateverAMethodThrowsIsNamed(Throwable thrown) {
        class Throwing extends StandingFlow implements LossGradients, Saver {
            @Override
            public FloatPoints encode(FloatPoints inputs) {
                throw SupervisionTest.<RuntimeException>disguised(thrown);
            }

            @Override
            public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
                throw SupervisionTest.<RuntimeException>disguised(thrown);
            }

            @Override
            public FloatPoints classify(FloatPoints transported) {
                throw SupervisionTest.<RuntimeException>disguised(thrown);
            }

            @Override
            public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
                throw SupervisionTest.<RuntimeException>disguised(thrown);
            }

            @Override
            public DerivativeMethod derivativeMethod() {
                return null;
            }

            @Override
            public void save(Path folder) {
                throw SupervisionTest.<RuntimeException>disguised(thrown);
            }
        }
        for (Supervision supervision : List.of(
                supervision(), supervision().withTimeout(Optional.of(Duration.ofSeconds(60))))) {
            GuardedFlow flow = new GuardedFlow(new Throwing(), "strange", supervision);
            isNamed("encode", thrown, () -> flow.encode(POINTS));
            isNamed("transport", thrown, () -> flow.transport(POINTS, step -> {}));
            isNamed("classify", thrown, () -> flow.classify(POINTS));
            LossGradients gradients = flow.role(LossGradients.class).orElseThrow();
            isNamed("lossGradients", thrown, () -> gradients.lossGradients(POINTS, new int[] {0, 1}));
            assertThatThrownBy(gradients::derivativeMethod)
                    .hasMessage("the backend 'strange' failed: derivativeMethod gave nothing");
            Saver saver = flow.role(Saver.class).orElseThrow();
            if (thrown instanceof IOException) {
                assertThatThrownBy(() -> saver.save(Path.of("folder"))).isSameAs(thrown);
            } else {
                isNamed("save of folder", thrown, () -> saver.save(Path.of("folder")));
            }
        }
        isNamed("shape", thrown, () -> guarded(new StandingFlow() {
            @Override
            public FlowShape shape() {
                throw SupervisionTest.<RuntimeException>disguised(thrown);
            }
        }));
    }

    private static void isNamed(String method, Throwable thrown, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(BackendFailure.class).hasCause(thrown)
                .hasMessage("the backend 'strange' failed: " + method + " threw " + thrown);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T disguised(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void outOfMemoryIsNoFaultOfTheBackend() {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        GuardedFlow flow = guarded(new StandingFlow() {
            @Override
            public FloatPoints encode(FloatPoints inputs) {
                throw full;
            }
        });
        assertThatThrownBy(() -> flow.encode(POINTS)).isSameAs(full);
    }

    @Test
    void whatTheObserverThrowsIsLeftAsItIs() {
        RuntimeException own = new RuntimeException("the observer's");
        for (Supervision supervision : List.of(
                supervision(), supervision().withTimeout(Optional.of(Duration.ofSeconds(60))))) {
            GuardedFlow flow = new GuardedFlow(new StandingFlow(), "strange", supervision);
            assertThatThrownBy(() -> flow.transport(POINTS, step -> {
                throw own;
            })).isSameAs(own);
        }
    }

    @Test
    void aModelWithoutShapeIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        assertThatThrownBy(() -> guarded(new StandingFlow() {
            @Override
            public FlowShape shape() {
                return null;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        })).hasMessage("the backend 'strange' failed: shape gave nothing");
        assertThat(closed).isTrue();
    }

    /** Waits in transport until it is released, even if it is interrupted. */
    private static final class Endless extends StandingFlow {

        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException ignored) {
                    Thread.yield();
                }
            }
            return super.transport(encoded, observer);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void whoIsWaitedForIsSaidAgainAndAgain() throws InterruptedException {
        Endless model = new Endless();
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch twice = new CountDownLatch(2);
        GuardedFlow flow = new GuardedFlow(model, "strange", Supervision.of(sentence -> {
            heard.add(sentence);
            twice.countDown();
        }).withReminder(Duration.ofMillis(20)));
        Thread waiting = new Thread(() -> flow.transport(POINTS, BlockObserver.NONE));
        waiting.start();
        assertThat(twice.await(60, TimeUnit.SECONDS)).isTrue();
        model.released.countDown();
        waiting.join();
        assertThat(heard).allSatisfy(sentence -> assertThat(sentence).matches(
                "the backend 'strange' is being waited for: no sign of it in (shape|transport) for [0-9.]+ s"));
    }

    @Test
    void silenceBeyondTheTimeoutIsGivenUpAndTheModelLeftOpen() {
        Endless model = new Endless();
        GuardedFlow flow = new GuardedFlow(model, "strange",
                supervision().withTimeout(Optional.of(Duration.ofMillis(100))));
        assertThatThrownBy(() -> flow.transport(POINTS, BlockObserver.NONE)).isInstanceOf(BackendFailure.class)
                .hasMessage("the backend 'strange' failed: no sign of it in transport for 0.1 s, its timeout; it was"
                        + " given up");
        flow.close();
        assertThat(model.closed).isFalse();
        assertThat(complaints).containsExactly(
                "the backend 'strange' is left with its model open, as it may still be using it");
        model.released.countDown();
    }

    /** A pass that is slower than the timeout as a whole, and never between two blocks. */
    @Test
    void aPassThatShowsBlocksIsNotSilent() {
        long pause = 50;
        int batches = 10;
        FloatPoints many = FloatPoints.wrap(new float[2 * batches], batches, 2);
        GuardedFlow flow = new GuardedFlow(new StandingFlow() {
            @Override
            public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
                for (int i = 0; i < batches; i++) {
                    LockSupport.parkNanos(pause * 1_000_000);
                    observer.observe(i, step(inputs.rows(i, i + 1)));
                }
                return Optional.of(inputs);
            }
        }, "strange", supervision().withTimeout(Optional.of(Duration.ofMillis(8 * pause))));
        assertThat(flow.pass(many, 1, (row, step) -> {})).contains(many);
    }

    @Test
    void aThreadThatIsInterruptedDoesNotWaitForAnEndlessCall() throws InterruptedException {
        Endless model = new Endless();
        GuardedFlow flow = new GuardedFlow(model, "strange",
                supervision().withTimeout(Optional.of(Duration.ofMinutes(10))));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                flow.transport(POINTS, BlockObserver.NONE);
            } catch (RuntimeException failure) {
                thrown.set(failure);
            }
        });
        waiting.start();
        waiting.interrupt();
        waiting.join(60_000);
        assertThat(thrown.get()).isInstanceOf(CancellationException.class).hasMessageContaining("'strange'");
        model.released.countDown();
    }

    /**
     * Whatever a backend throws while its thread is interrupted, or while the virtual machine shuts down, is an
     * interruption: of a model, and of a backend that opens one, with every kind of exception.
     */
    @ParameterizedTest
    @MethodSource("anything")
    void whatFailsInAnInterruptionIsNoFailureOfTheBackend(Throwable thrown) {
        Throwable shutdown =
                new IOException("the runtime did not start", new IllegalStateException("Shutdown in progress"));
        for (Throwable cause : new Throwable[] {thrown, shutdown}) {
            FlowModel model = guarded(new StandingFlow() {
                @Override
                public FloatPoints encode(FloatPoints inputs) {
                    throw SupervisionTest.<RuntimeException>disguised(cause);
                }
            });
            FlowInspector inspector = Guard.of(FlowInspector.class, new FlowInspector() {
                @Override
                public FlowCut inspect(Path file, BlockChoice choice) {
                    throw SupervisionTest.<RuntimeException>disguised(cause);
                }

                @Override
                public FlowModel open(Path file, BlockChoice choice, Execution execution) {
                    throw SupervisionTest.<RuntimeException>disguised(cause);
                }
            }, new Supervisor("strange", supervision()));
            for (ThrowingCallable call : new ThrowingCallable[] {() -> model.encode(POINTS),
                    () -> inspector.inspect(Path.of("m"), BlockChoice.named(List.of("a"))),
                    () -> inspector.open(Path.of("m"), BlockChoice.found(), new Execution(1, "cpu"))}) {
                if (cause != shutdown) {
                    Thread.currentThread().interrupt();
                }
                try {
                    assertThatThrownBy(call).isInstanceOf(CancellationException.class)
                            .hasMessageStartingWith("interrupted while the backend 'strange' was in ")
                            .hasRootCause(cause == shutdown ? cause.getCause() : cause);
                } finally {
                    Thread.interrupted();
                }
            }
        }
    }

    private static BlockStep step(FloatPoints points) {
        FloatPoints none =
                FloatPoints.wrap(new float[points.size() * points.dimension()], points.size(), points.dimension());
        return BlockStep.of(0, 0, points, none, points);
    }
}
