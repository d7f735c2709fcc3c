package org.leastaction.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

class ParticleMeasurementTest {

    private static final int N = 30;

    @TempDir
    private Path folder;

    /** Two blocks that add 1 to every coordinate in d dimensions, then one that doubles the first half of them. */
    private record TwoStages(int d, boolean breaks) implements FlowModel {

        @Override
        public FlowShape shape() {
            return new FlowShape(List.of(d), List.of(d),
                    List.of(new Segment(List.of(d), 2), new Segment(List.of(d / 2), 1)), 2);
        }

        @Override
        public FloatPoints encode(FloatPoints inputs) {
            return inputs;
        }

        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            FloatPoints state = encoded;
            for (int block = 0; block < 2; block++) {
                FloatPoints residue = filled(state.size(), d, breaks && block == 1 ? Float.NaN : 1);
                FloatPoints output = sum(state, residue);
                observer.observe(BlockStep.of(0, block, state, residue, output));
                state = output;
            }
            float[] half = new float[state.size() * d / 2];
            for (int i = 0; i < state.size(); i++) {
                for (int c = 0; c < d / 2; c++) {
                    half[i * (d / 2) + c] = (float) state.get(i, c);
                }
            }
            FloatPoints shortcut = FloatPoints.wrap(half, state.size(), d / 2);
            FloatPoints output = sum(shortcut, shortcut);
            observer.observe(BlockStep.of(1, 2, shortcut, shortcut, output));
            return output;
        }

        @Override
        public FloatPoints classify(FloatPoints transported) {
            float[] scores = new float[2 * transported.size()];
            for (int i = 0; i < transported.size(); i++) {
                boolean first = transported.get(i, 0) > 4;
                scores[2 * i] = (float) Math.log(first ? 0.8 : 0.2);
                scores[2 * i + 1] = (float) Math.log(first ? 0.2 : 0.8);
            }
            return FloatPoints.wrap(scores, transported.size(), 2);
        }

        @Override
        public void close() {}

        private static FloatPoints filled(int n, int d, float value) {
            float[] values = new float[n * d];
            Arrays.fill(values, value);
            return FloatPoints.wrap(values, n, d);
        }

        private static FloatPoints sum(FloatPoints a, FloatPoints b) {
            float[] values = a.toArray();
            for (int at = 0; at < values.length; at++) {
                values[at] += b.toArray()[at];
            }
            return FloatPoints.wrap(values, a.size(), a.dimension());
        }
    }

    private static LabelledPoints data(int d) {
        Random random = new Random(9);
        float[] values = new float[N * d];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return new LabelledPoints(FloatPoints.wrap(values, N, d), IntStream.range(0, N).map(i -> i % 2).toArray(), 2,
                List.of(d));
    }

    private static ParticleFlow follow(int d, int[] rows) {
        return ParticleMeasurement.of(7, 0, 300, Parallelism.sequential())
                .follow(new TwoStages(d, false), data(d), rows)
                .orElseThrow();
    }

    @Test
    void distancesBetweenStatesAreThoseOfTheParticlesIfAllDirectionsAreKept() {
        LabelledPoints data = data(8);
        ParticleFlow flow = follow(8, IntStream.range(0, N).toArray());
        assertThat(flow.blocks()).containsExactly(2, 1);
        ParticleFlow.SegmentStates first = flow.segments().get(0);
        assertThat(first.directions()).isEqualTo(8);
        assertThat(first.kept()).isCloseTo(1, within(1e-6));
        double real = 0;
        double shown = 0;
        for (int c = 0; c < 8; c++) {
            real += Math.pow(data.points().get(3, c) - data.points().get(5, c), 2);
            shown += Math.pow(first.states()[(2 * N + 3) * 8 + c] - first.states()[(2 * N + 5) * 8 + c], 2);
        }
        assertThat(shown).isCloseTo(real, within(1e-4));
    }

    @Test
    void costsAreThoseOfTheBlocks() {
        LabelledPoints data = data(8);
        ParticleFlow flow = follow(8, IntStream.range(0, N).toArray());
        double last = IntStream.range(0, 4).mapToDouble(c -> Math.pow(data.points().get(4, c) + 2, 2)).sum();
        assertThat(flow.blockCosts()[4 * 3]).isEqualTo(8f);
        assertThat((double) flow.blockCosts()[4 * 3 + 2]).isCloseTo(last, within(1e-4));
        assertThat(flow.costs()[4]).isCloseTo(16 + last, within(1e-4));
    }

    @Test
    void theFlowIsOptimalSoEveryImageIsItsOwn() {
        ParticleFlow flow = follow(8, IntStream.range(0, N).toArray());
        assertThat(flow.epsilons()).containsOnly(0);
        ParticleFlow.SegmentStates last = flow.segments().get(1);
        assertThat(last.optimal())
                .containsExactly(Arrays.copyOfRange(last.states(), last.states().length / 2, last.states().length));
    }

    @Test
    void answersAndMarginsBelongToTheLabels() {
        ParticleFlow flow = follow(8, IntStream.range(0, N).toArray());
        for (int i = 0; i < N; i++) {
            boolean right = flow.predictions()[i] == flow.labels()[i];
            assertThat(flow.confidences()[i]).isCloseTo(0.8, within(1e-6));
            assertThat(flow.margins()[i]).isCloseTo(right ? 0.6 : -0.6, within(1e-6));
        }
    }

    @Test
    void neighboursAreTheNearestOthers() {
        LabelledPoints data = data(8);
        ParticleFlow flow = follow(8, IntStream.range(0, N).toArray());
        int[] expected = IntStream.range(0, N).filter(j -> j != 6).boxed().sorted((a, b) -> Double.compare(
                distance(data.points(), 6, a), distance(data.points(), 6, b))).limit(5).mapToInt(j -> j).toArray();
        assertThat(Arrays.copyOfRange(flow.before(), 30, 35)).containsExactly(expected);
    }

    @Test
    void rowsAreNumbersOfTheWholeSet() {
        int[] rows = {3, 10, 20};
        assertThat(follow(8, rows).rows()).containsExactly(rows);
        assertThat(follow(8, rows).after()).hasSize(6);
    }

    @Test
    void theResultDoesNotDependOnTheBatch() {
        int[] rows = IntStream.range(0, N).toArray();
        ParticleFlow one = ParticleMeasurement.of(N, 0, 300, Parallelism.sequential())
                .follow(new TwoStages(40, false), data(40), rows).orElseThrow();
        assertThat(one.segments().get(0).states())
                .containsExactly(follow(40, rows).segments().get(0).states(), within(1e-4f));
        assertThat(one.segments().get(0).directions()).isEqualTo(12);
    }

    @Test
    void statesThatAreNotFiniteAreNotShown() {
        assertThat(ParticleMeasurement.of(7, 0, 300, Parallelism.sequential())
                .follow(new TwoStages(8, true), data(8), new int[] {0, 1, 2})).isEmpty();
    }

    @Test
    void aFlowIsReadAsItWasWritten() throws IOException {
        ParticleFlow flow = follow(8, IntStream.range(0, N).toArray());
        Path file = Files.write(folder.resolve("flow.npz"), flow.toBytes());
        ParticleFlow read = ParticleFlow.read(file);
        assertThat(read.toBytes()).isEqualTo(flow.toBytes());
        assertThat(read.limited(N)).isSameAs(read);
        ParticleFlow some = read.limited(10);
        assertThat(some.rows()).containsExactly(0, 3, 6, 9, 12, 15, 18, 21, 24, 27);
        int r = 8;
        assertThat(Arrays.copyOfRange(some.segments().get(0).states(), (2 * 10 + 4) * r, (2 * 10 + 5) * r))
                .containsExactly(
                        Arrays.copyOfRange(read.segments().get(0).states(), (2 * N + 12) * r, (2 * N + 13) * r));
        assertThat(some.blockCosts()[4 * 3 + 2]).isEqualTo(read.blockCosts()[12 * 3 + 2]);
        int[] kept = Arrays.stream(read.before(), 12 * 5, 13 * 5).map(j -> j % 3 == 0 ? j / 3 : -1).toArray();
        assertThat(Arrays.copyOfRange(some.before(), 4 * 5, 5 * 5)).containsExactly(kept);
    }

    @Test
    void chosenSamplesAreSpreadEvenlyAroundThoseThatMustBeThere() {
        assertThat(ParticleFlow.chosen(10, 5)).containsExactly(0, 2, 4, 6, 8);
        assertThat(ParticleFlow.chosen(10, 5, 3, 9)).containsExactly(0, 2, 3, 6, 9);
        assertThat(ParticleFlow.chosen(3, 5, 1)).containsExactly(0, 1, 2);
        assertThat(ParticleFlow.chosen(10, 2, 7, 1)).containsExactly(1, 7);
    }

    @Test
    void withoutTimeOptimalImagesAndNeighboursAreLeftOut() {
        int[] rows = IntStream.range(0, N).toArray();
        ParticleFlow flow = ParticleMeasurement.of(7, 0, 1e-6, Parallelism.sequential())
                .follow(new TwoStages(8, false), data(8), rows).orElseThrow();
        assertThat(flow.epsilons()).isEmpty();
        assertThat(flow.after()).isEmpty();
        assertThat(flow.segments()).allSatisfy(segment -> assertThat(segment.optimal()).isEmpty());
        assertThat(flow.segments().get(0).states())
                .containsExactly(follow(8, rows).segments().get(0).states(), within(0f));
    }

    @Test
    void inThePlaneTheOptimalImagesAreThoseOfTheAssignment() {
        // Two particles change places.
        float[] states = {0, 0, 10, 0, 10, 0, 0, 0};
        ParticleFlow flow = ParticleMeasurement.ofPlane(states, new int[] {0, 1}, 100, Parallelism.sequential());
        assertThat(flow.epsilons()).containsExactly(10, 10);
        assertThat(flow.segments().get(0).optimal()).containsExactly(0, 0, 10, 0);
        assertThat(flow.segments().get(0).states()).isEqualTo(states);
        assertThat(flow.blockCosts()).containsExactly(100, 100);
        assertThat(flow.before()).containsExactly(1, 0);
    }

    @Test
    void aSingleParticleHasNoNeighbours() {
        ParticleFlow flow = ParticleMeasurement.ofPlane(
                new float[] {0, 0, 1, 1}, new int[] {0}, 100, Parallelism.sequential());
        assertThat(flow.before()).isEmpty();
        assertThat(flow.epsilons()).containsExactly(0);
    }

    private static double distance(FloatPoints points, int i, int j) {
        return IntStream.range(0, points.dimension())
                .mapToDouble(c -> Math.pow(points.get(i, c) - points.get(j, c), 2)).sum();
    }
}
