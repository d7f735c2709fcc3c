package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.exact.simplex.NetworkSimplex;
import org.leastaction.ot.exact.sparse.MatrixFreeSolver;
import org.leastaction.ot.interval.Subsampling;
import org.leastaction.ot.kernel.Parallelism.Monitor;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.sliced.SlicedWasserstein;

/** Long computations end within a second after they are cancelled, in every stage, and leave no thread behind. */
class CancellationTest {

    /** A second, and slack for a machine with other work. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Computations that take many seconds unless they are cancelled. */
    private enum Computation {
        DENSE {
            @Override
            void run(Parallelism parallelism) {
                AssignmentSolver.defaults().withParallelism(parallelism).solve(problem(4_000, 4_000, 2));
            }
        },
        MATRIX_FREE {
            @Override
            void run(Parallelism parallelism) {
                MatrixFreeSolver.defaults().withParallelism(parallelism).solve(problem(200_000, 200_000, 2));
            }
        },
        MATRIX_FREE_IN_MANY_DIMENSIONS {
            @Override
            void run(Parallelism parallelism) {
                MatrixFreeSolver.defaults().withParallelism(parallelism).solve(problem(20_000, 20_000, 100));
            }
        },
        SIMPLEX {
            @Override
            void run(Parallelism parallelism) {
                new NetworkSimplex(parallelism).solve(problem(40_000, 30_000, 3));
            }
        },
        SINKHORN {
            @Override
            void run(Parallelism parallelism) {
                SinkhornSolver.of(1e-3).withParallelism(parallelism).solve(problem(6_000, 6_000, 3));
            }
        },
        SLICED {
            @Override
            void run(Parallelism parallelism) {
                SlicedWasserstein.of(3).withProjections(100_000).withParallelism(parallelism)
                        .estimate(problem(50_000, 50_000, 3));
            }
        },
        SUBSETS_ON_SEVERAL_THREADS {
            @Override
            void run(Parallelism parallelism) {
                new Subsampling(2_000, 4, parallelism).interval(problem(8_000, 8_000, 2),
                        p -> AssignmentSolver.defaults().withParallelism(Parallelism.sequential()).solve(p).cost());
            }
        };

        abstract void run(Parallelism parallelism);

        static TransportProblem problem(int n, int m, int d) {
            return TransportProblem.squaredEuclidean(Clouds.gaussian(n, d, 1), Clouds.gaussian(m, d, 2));
        }
    }

    /** Reports when a stage has begun; cancels on request. */
    private static final class Watch implements Monitor {

        private final Stage awaited;
        private final CountDownLatch begun = new CountDownLatch(1);
        private volatile boolean cancelled;

        Watch(Stage awaited) {
            this.awaited = awaited;
        }

        @Override
        public void reached(Stage stage, long done, long total) {
            if (stage == awaited) {
                begun.countDown();
            }
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    /** A computation on a thread of its own. */
    private static final class Run extends Thread {

        private final Computation computation;
        private final Watch watch;
        private volatile Throwable end;

        Run(Computation computation, Watch watch) {
            this.computation = computation;
            this.watch = watch;
            start();
        }

        @Override
        public void run() {
            try {
                computation.run(new Parallelism(2).watchedBy(watch));
            } catch (RuntimeException | Error e) {
                end = e;
            }
        }

        Run awaitStage() throws InterruptedException {
            assertThat(watch.begun.await(60, TimeUnit.SECONDS))
                    .as("%s of %s begins", watch.awaited, computation).isTrue();
            return this;
        }

        void assertCancelledSoon() throws InterruptedException {
            join(SOON.toMillis());
            assertThat(isAlive()).as("still running after %s", SOON).isFalse();
            assertThat(end).isInstanceOf(CancellationException.class);
            assertNoThreads();
        }
    }

    @ParameterizedTest
    @CsvSource({"DENSE, COSTS", "DENSE, ASSIGNMENT", "MATRIX_FREE, PRICING", "MATRIX_FREE, ASSIGNMENT",
            "MATRIX_FREE_IN_MANY_DIMENSIONS, PRICING", "SIMPLEX, PRICING", "SIMPLEX, PIVOTS", "SINKHORN, ITERATIONS",
            "SLICED, PROJECTIONS", "SUBSETS_ON_SEVERAL_THREADS, SUBSETS"})
    void interruptionAndMonitorEndEveryStage(Computation computation, Stage stage) throws Exception {
        Run interrupted = new Run(computation, new Watch(stage)).awaitStage();
        interrupted.interrupt();
        interrupted.assertCancelledSoon();

        Run cancelled = new Run(computation, new Watch(stage)).awaitStage();
        cancelled.watch.cancelled = true;
        cancelled.assertCancelledSoon();
    }

    @ParameterizedTest
    @EnumSource
    void interruptionEndsWhatHasRunForAWhile(Computation computation) throws Exception {
        Run run = new Run(computation, new Watch(Stage.NONE));
        Thread.sleep(400);
        run.interrupt();
        run.assertCancelledSoon();
    }

    @Test
    void whatTheMonitorThrowsEndsTheSolve() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(3_000, 2, 3), Clouds.gaussian(3_000, 2, 4));
        Parallelism watched = new Parallelism(2).watchedBy((stage, done, total) -> {
            throw new IllegalStateException("enough of " + stage.label());
        });

        assertThatThrownBy(() -> Wasserstein.exact(problem, watched))
                .isInstanceOf(IllegalStateException.class).hasMessageStartingWith("enough of ");
        assertNoThreads();
    }

    @Test
    void monitorsSeeEveryStageToItsEndAndChangeNothing() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(300, 2, 5), Clouds.gaussian(200, 2, 6))
                        .withWeights(Weights.of(DoubleStream.iterate(1, w -> w % 7 + 1).limit(300).toArray()),
                                Weights.uniform(200));
        Map<Stage, Long> last = new EnumMap<>(Stage.class);
        Parallelism watched = Parallelism.sequential().watchedBy((stage, done, total) -> {
            assertThat(done).isBetween(0L, total == Monitor.UNKNOWN ? Long.MAX_VALUE : total);
            last.put(stage, total - done);
        });

        TransportResult result = Wasserstein.exact(problem, watched);

        assertThat(last).containsEntry(Stage.PRICING, 0L).containsEntry(Stage.CERTIFICATE, 0L);
        assertThat(result.certificate())
                .isEqualTo(Wasserstein.exact(problem, Parallelism.sequential()).certificate());
    }

    private static void assertNoThreads() {
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().startsWith("leastaction-"));
    }
}
