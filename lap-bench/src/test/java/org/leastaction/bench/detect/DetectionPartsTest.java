package org.leastaction.bench.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Fitting of images, features of known trajectories, attacked inputs that are kept. */
class DetectionPartsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"2, 4", "4, 2", "3, 3", "28, 32", "32, 28", "5, 3"})
    void aFittedImageKeepsItsMeanAndItsDirection(int from, int to) {
        float[] values = new float[from * from];
        for (int y = 0; y < from; y++) {
            for (int x = 0; x < from; x++) {
                values[y * from + x] = (x + 0.5f) / from;
            }
        }
        LabelledPoints ramp =
                LabelledPoints.unlabelled(FloatPoints.wrap(values, 1, from * from), List.of(from, from, 1));

        FloatPoints fitted = ForeignInputs.fit("ramp", ramp, List.of(to, to, 3), false).inputs();

        double mean = 0;
        for (int j = 0; j < fitted.dimension(); j++) {
            mean += fitted.get(0, j) / fitted.dimension();
        }
        assertThat(mean).isCloseTo(0.5, within(1e-6));
        for (int x = 1; x < to; x++) {
            assertThat(fitted.get(0, 3 * x)).isGreaterThan(fitted.get(0, 3 * x - 3));
            assertThat(fitted.get(0, 3 * x)).isEqualTo(fitted.get(0, 3 * x + 2));
        }
    }

    @Test
    void coloursAreAveragedAndChannelsCanStandFirst() {
        FloatPoints pixels = FloatPoints.wrap(new float[] {1, 2, 3, 4, 5, 6}, 1, 6);
        LabelledPoints image = LabelledPoints.unlabelled(pixels, List.of(1, 2, 3));

        assertThat(ForeignInputs.fit("a", image, List.of(1, 2, 1), false).inputs().toArray()).containsExactly(2, 5);
        assertThat(ForeignInputs.fit("a", image, List.of(3, 1, 2), true).inputs().toArray())
                .containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(ForeignInputs.fit("a", image, List.of(1, 2, 3), false).inputs()).isSameAs(pixels);
        assertThat(ForeignInputs.fit("a", image, List.of(1, 2, 3), false).withReversedChannels(3, false).inputs()
                .toArray()).containsExactly(3, 2, 1, 6, 5, 4);
        assertThat(ForeignInputs.fit("a", image, List.of(3, 1, 2), true).withReversedChannels(3, true).inputs()
                .toArray()).containsExactly(3, 6, 2, 5, 1, 4);
        assertThat(ForeignInputs.fit("a", image, List.of(6), false).inputs()).isSameAs(pixels);
        assertThatIllegalArgumentException().isThrownBy(() -> ForeignInputs.fit("a", image, List.of(5), false))
                .withMessageContaining("only images are fitted");
    }

    /** Block 1 adds (3, 4) to (1, 0), block 2 adds (−4, 3) to (4, 4). */
    @Test
    void featuresAreNormsAndAnglesOfResidues() {
        TransportFeatures features =
                TransportFeatures.of(new TwoBlocks(), FloatPoints.wrap(new float[] {1, 0}, 1, 2), 8);

        assertThat(features.names()).hasSize(9);
        double[] expected = {Math.log(5), Math.log(5), 7 / (5 * Math.sqrt(2)), 3.0 / 5,
                Math.log(5), Math.log(5 / Math.sqrt(32)), -1 / (5 * Math.sqrt(2)), -4 / (5 * Math.sqrt(32)), 0};
        for (int j = 0; j < expected.length; j++) {
            assertThat(features.features().get(0, j)).as(features.names().get(j)).isCloseTo(expected[j], within(1e-9));
        }
        assertThat(features.last().toArray()).containsExactly(0, 7);
        assertThat(features.unsureness()[0]).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void attackedInputsAreKeptAndDamagedOnesAreNot() throws IOException {
        Path out = folder.resolve("out");
        KeptAttacks kept = new KeptAttacks(out, "abc", 2, 2);
        FloatPoints inputs = FloatPoints.wrap(new float[] {1, 2, 3, 4}, 2, 2);
        assertThat(kept.find("fgsm_linf")).isEmpty();
        kept.keep("fgsm_linf", inputs);
        kept.keep("square_l2", inputs);

        assertThat(kept.find("fgsm_linf").map(FloatPoints::toArray)).contains(new float[] {1, 2, 3, 4});
        assertThat(new KeptAttacks(out, "other", 2, 2).find("fgsm_linf")).isEmpty();
        assertThat(new KeptAttacks(out, "abc", 4, 2).find("fgsm_linf")).isEmpty();
        try (Stream<Path> files = Files.list(out)) {
            Path damaged = files.filter(file -> file.toString().contains("square")).findFirst().orElseThrow();
            Files.writeString(damaged, "damaged");
        }
        assertThat(kept.find("square_l2")).isEmpty();
        kept.discard();
        assertThat(out).doesNotExist();
    }

    /** x + v₁ + v₂ with constant residues; two classes. */
    private static final class TwoBlocks implements FlowModel {

        @Override
        public FlowShape shape() {
            return new FlowShape(List.of(2), List.of(2), List.of(new Segment(List.of(2), 2)), 2);
        }

        @Override
        public FloatPoints encode(FloatPoints inputs) {
            return inputs;
        }

        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            FloatPoints state = encoded;
            float[][] residues = {{3, 4}, {-4, 3}};
            for (int k = 0; k < 2; k++) {
                FloatPoints output = FloatPoints.wrap(new float[] {
                        (float) state.get(0, 0) + residues[k][0], (float) state.get(0, 1) + residues[k][1]}, 1, 2);
                observer.observe(BlockStep.of(0, k, state, FloatPoints.wrap(residues[k], 1, 2), output));
                state = output;
            }
            return state;
        }

        @Override
        public FloatPoints classify(FloatPoints transported) {
            return FloatPoints.wrap(new float[] {-0.1f, (float) Math.log(1 - Math.exp(-0.1))}, 1, 2);
        }

        @Override
        public <R> Optional<R> role(Class<R> role) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
