package org.leastaction.flow.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Segment;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

class GuardedFlowTest {

    private static final FloatPoints POINTS = FloatPoints.of(new float[][] {{1, 2}, {3, 4}});

    private final List<String> complaints = new ArrayList<>();

    private GuardedFlow guarded(FlowModel model) {
        return new GuardedFlow(model, "strange", supervision());
    }

    private Supervision supervision() {
        return Supervision.of(complaints::add).withClosing(Duration.ofMillis(200));
    }

    /** A flow of two blocks in one segment; each adds 1. */
    private static final class Climbing extends StandingFlow {

        private final float residue;
        private final float shortcutOfSecond;

        Climbing(float residue, float shortcutOfSecond) {
            this.residue = residue;
            this.shortcutOfSecond = shortcutOfSecond;
        }

        @Override
        public FlowShape shape() {
            return new FlowShape(List.of(2), List.of(2), List.of(new Segment(List.of(2), 2)), 2);
        }

        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            float[] starts = {0, shortcutOfSecond};
            for (int k = 0; k < 2; k++) {
                observer.observe(BlockStep.of(0, k, all(encoded, starts[k]), all(encoded, residue),
                        all(encoded, starts[k] + 1)));
            }
            return all(encoded, 2);
        }

        private static FloatPoints all(FloatPoints like, float value) {
            float[] numbers = new float[like.size() * 2];
            Arrays.fill(numbers, value);
            return FloatPoints.wrap(numbers, like.size(), 2);
        }
    }

    @Test
    void stepsMoveFromTheShortcutToTheOutputByTheResidue() {
        List<Integer> seen = new ArrayList<>();
        guarded(new Climbing(1, 1)).transport(POINTS, step -> seen.add(step.block()));
        assertThat(seen).containsExactly(0, 1);
        assertThatThrownBy(() -> guarded(new Climbing(0.5f, 1)).transport(POINTS, step -> {}))
                .isInstanceOf(BackendFailure.class)
                .hasMessageContaining(
                        "the residue of block 0 is not its output less its shortcut: 1.0 - 0.0 was given as 0.5");
        assertThatThrownBy(() -> guarded(new Climbing(1, 3)).transport(POINTS, step -> {}))
                .isInstanceOf(BackendFailure.class)
                .hasMessageContaining("the shortcut of block 1 is not the output of the block before it");
    }

    @Test
    void aSoundModelPassesThrough() {
        GuardedFlow flow = guarded(new StandingFlow());
        List<BlockStep> steps = new ArrayList<>();
        assertThat(flow.classify(flow.transport(flow.encode(POINTS), steps::add))).isSameAs(POINTS);
        assertThat(steps).hasSize(1);
        flow.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatItThrowsIsNamed() {
        GuardedFlow flow = guarded(new StandingFlow() {
            @Override
            public FloatPoints encode(FloatPoints inputs) {
                throw new NullPointerException("weights");
            }

            @Override
            public FloatPoints classify(FloatPoints transported) {
                throw new UnsatisfiedLinkError("no libmagic");
            }
        });
        assertThatThrownBy(() -> flow.encode(POINTS)).isInstanceOf(BackendFailure.class)
                .hasMessage("the backend 'strange' failed: encode threw java.lang.NullPointerException: weights");
        assertThatThrownBy(() -> flow.classify(POINTS)).isInstanceOf(BackendFailure.class)
                .hasMessageContaining("'strange'").hasMessageContaining("no libmagic");
    }

    @Test
    void wrongShapesAreNamed() {
        GuardedFlow flow = guarded(new StandingFlow() {
            @Override
            public FloatPoints encode(FloatPoints inputs) {
                return inputs.rows(0, 1);
            }

            @Override
            public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
                observer.observe(BlockStep.of(0, 0, encoded, FloatPoints.wrap(new float[6], 2, 3), encoded));
                return encoded;
            }

            @Override
            public FloatPoints classify(FloatPoints transported) {
                return null;
            }
        });
        assertThatThrownBy(() -> flow.encode(POINTS))
                .hasMessage("the backend 'strange' failed: encode gave [1, 2], [2, 2] is right");
        assertThatThrownBy(() -> flow.transport(POINTS, step -> {}))
                .hasMessage("the backend 'strange' failed: the residue of block 0 gave [2, 3], [2, 2] is right");
        assertThatThrownBy(() -> flow.classify(POINTS))
                .hasMessage("the backend 'strange' failed: classify gave nothing");
    }

    @Test
    void blocksThatAreLeftOutAreNamed() {
        GuardedFlow flow = guarded(new StandingFlow() {
            @Override
            public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
                return encoded;
            }
        });
        assertThatThrownBy(() -> flow.transport(POINTS, step -> {}))
                .hasMessage("the backend 'strange' failed: transport showed 0 of 1 blocks");
    }

    @Test
    void aRoleThatThrowsOrIsNullIsNamed() {
        GuardedFlow thrower = guarded(new StandingFlow() {
            @Override
            public <R> Optional<R> role(Class<R> role) {
                throw new IllegalStateException("no gradients today");
            }
        });
        GuardedFlow forgetful = guarded(new StandingFlow() {
            @Override
            public <R> Optional<R> role(Class<R> role) {
                return null;
            }
        });
        assertThatThrownBy(() -> thrower.role(LossGradients.class)).isInstanceOf(BackendFailure.class).hasMessage(
                "the backend 'strange' failed: role threw java.lang.IllegalStateException: no gradients today");
        assertThatThrownBy(() -> forgetful.role(LossGradients.class)).isInstanceOf(BackendFailure.class)
                .hasMessage("the backend 'strange' failed: role gave nothing where LossGradients was asked for");
    }

    @Test
    void nanIsToldOnceOfEveryMethodThatGivesIt() {
        GuardedFlow flow = guarded(new StandingFlow() {
            @Override
            public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
                FloatPoints broken = FloatPoints.wrap(new float[] {1, 2, Float.NaN, 4}, 2, 2);
                FloatPoints moved = FloatPoints.wrap(new float[] {0, 0, Float.NaN, 0}, 2, 2);
                observer.observe(BlockStep.of(0, 0, encoded, moved, broken));
                return broken;
            }

            @Override
            public FloatPoints classify(FloatPoints transported) {
                return FloatPoints.wrap(new float[] {Float.NaN, 0, 0, 0}, 2, 2);
            }
        });
        for (int time = 0; time < 2; time++) {
            flow.classify(flow.transport(flow.encode(POINTS), step -> {}));
        }
        assertThat(complaints).containsExactly(
                "the backend 'strange' gave NaN in transport", "the backend 'strange' gave NaN in classify");
    }

    @Test
    void aPassPartByPartNamesThePartThatFails() {
        GuardedFlow flow = guarded(new StandingFlow() {
            @Override
            public FloatPoints classify(FloatPoints transported) {
                return null;
            }
        });
        assertThatThrownBy(() -> flow.pass(POINTS, 1, BatchObserver.NONE))
                .hasMessage("the backend 'strange' failed: classify gave nothing");
    }

    @Test
    void aPassOfItsOwnIsChecked() {
        assertThatThrownBy(() -> passing((inputs, observer) -> {}).pass(POINTS, 2, (row, step) -> {}))
                .hasMessage("the backend 'strange' failed: pass showed 0 of 1 blocks");
        assertThatThrownBy(() -> passing((inputs, observer) -> observer.observe(0, step(inputs.rows(0, 1))))
                .pass(POINTS, 2, (row, step) -> {}))
                .hasMessage("the backend 'strange' failed: pass showed 1 of 2 points");
        assertThatThrownBy(() -> passing((inputs, observer) -> observer.observe(0, step(inputs)))
                .pass(POINTS, 1, (row, step) -> {}))
                .hasMessage("the backend 'strange' failed: pass showed 2 points together, 1 to 1 are right");
        assertThatThrownBy(() -> passing((inputs, observer) -> observer.observe(1, step(inputs.rows(1, 2))))
                .pass(POINTS, 1, (row, step) -> {}))
                .hasMessage("the backend 'strange' failed: pass showed block 0 of a batch from point 1"
                        + " where block 0 of 1 comes");
        assertThat(passing((inputs, observer) -> {
            observer.observe(0, step(inputs.rows(0, 1)));
            observer.observe(1, step(inputs.rows(1, 2)));
        }).pass(POINTS, 2, (row, step) -> {})).contains(POINTS);
    }

    @Test
    void costsAreChecked() {
        assertThatThrownBy(() -> costs(null)).isInstanceOf(BackendFailure.class)
                .hasMessage("the backend 'strange' failed: costs gave nothing");
        assertThatThrownBy(() -> costs(new FlowCosts(column(1), column(1), Optional.empty())))
                .hasMessage("the backend 'strange' failed: costs of blocks are [1, 1], [2, 1] is right");
        assertThatThrownBy(() -> costs(new FlowCosts(column(1, 2), DoublePoints.wrap(new double[4], 2, 2),
                Optional.of(POINTS))))
                .hasMessage("the backend 'strange' failed: costs of segments are [2, 2], [2, 1] is right");
        assertThatThrownBy(() -> costs(new FlowCosts(column(1, 2), column(1, 2), Optional.empty())))
                .hasMessage("the backend 'strange' failed: costs gave answers of 0 classes, 2 is right");
        assertThatThrownBy(() -> costs(new FlowCosts(column(1, -2), column(1, 2), Optional.of(POINTS))))
                .hasMessage("the backend 'strange' failed: costs of blocks are below 0: -2.0");
        FlowCosts sound = new FlowCosts(column(1, 2), column(1, 2), Optional.of(POINTS));
        assertThat(costs(sound)).isSameAs(sound);
        assertThat(guarded(new StandingFlow()).role(BlockCosts.class)).isEmpty();
    }

    private static DoublePoints column(double... values) {
        return DoublePoints.wrap(values, values.length, 1);
    }

    private FlowCosts costs(FlowCosts told) {
        class Costing extends StandingFlow implements BlockCosts {
            @Override
            public FlowCosts costs(FloatPoints inputs, int batch) {
                return told;
            }
        }
        return guarded(new Costing()).role(BlockCosts.class).orElseThrow().costs(POINTS, 2);
    }

    private GuardedFlow passing(BiConsumer<FloatPoints, BatchObserver> pass) {
        return guarded(new StandingFlow() {
            @Override
            public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
                pass.accept(inputs, observer);
                return Optional.of(inputs);
            }
        });
    }

    private static BlockStep step(FloatPoints points) {
        FloatPoints none = FloatPoints.wrap(new float[2 * points.size()], points.size(), 2);
        return BlockStep.of(0, 0, points, none, points);
    }

    @Test
    void aCloseThatHangsIsLeftBehind() {
        CountDownLatch never = new CountDownLatch(1);
        guarded(new StandingFlow() {
            @Override
            public void close() {
                try {
                    never.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            }
        }).close();
        assertThat(complaints).containsExactly(
                "the backend 'strange' has not closed its model after 0.2 s; going on without");
        never.countDown();
    }

    @Test
    void aCloseThatThrowsIsTold() {
        guarded(new StandingFlow() {
            @Override
            public void close() {
                throw new IllegalStateException("twice freed");
            }
        }).close();
        assertThat(complaints).containsExactly("the backend 'strange' failed in close:"
                + " java.lang.IllegalStateException: twice freed");
    }
}
