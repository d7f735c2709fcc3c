package org.leastaction.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Constructed flows through the whole analysis: the required and forbidden statements of their verdicts. */
class VerdictOnFlowsTest {

    private static final Set<String> METRICS = Set.of("accuracy", "cost", "gap", "holder", "jacobian");

    private record Case(String name, FormulaFlow flow, LabelledPoints data, List<String> says, List<String> saysNot) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<String> NO_ADVICE = List.of("NaN", "null", "–");

    private static Stream<Case> flows() {
        LabelledPoints plane = gaussian(200, 2);
        LabelledPoints wide = gaussian(200, 6272);
        return Stream.of(
                new Case("the identity", flow(2, zero(), zero()), plane,
                        List.of("Nothing moves", "of 200 samples correctly"),
                        List.of("straightness", "not optimal", "no information", "times their spread")),
                new Case("a rotation by 90°", linear(2, rotation(90)), plane,
                        List.of("The map is not optimal", "lower bound", "times their spread"),
                        List.of("close to optimal", "no information", "straightness", "block 1 of 1")),
                new Case("a rotation by 30°", linear(2, rotation(30)), plane,
                        List.of("The map is not optimal"), List.of("close to optimal", "no information")),
                new Case("the gradient of a convex function", flow(2, x -> new float[] {
                        0.8f * (float) Math.tanh(3 * x[0]), 0.5f * x[1]}), plane,
                        List.of("close to optimal", "0.0 % of its displacement", "the samples would show more"),
                        List.of("not optimal", "no information")),
                new Case("an optimal map in 6,272 dimensions", FormulaFlow.linear(6272, diagonal(), diagonal()), wide,
                        List.of("The gap of 0.0 % carries no information", "200 samples are too few",
                                "The Jacobian is nearly symmetric"),
                        List.of("close to optimal", "not optimal")),
                new Case("a rotation in 6,272 dimensions", linear(6272, rotation(60)), wide,
                        List.of("The gap of 0.0 % carries no information",
                                "The Jacobian shows that the map is not optimal"),
                        List.of("close to optimal", "The map is not optimal:", "nearly symmetric")),
                new Case("a rotation in 6,272 dimensions without derivatives",
                        flow(6272, x -> FormulaFlow.minus(rotation(60).apply(x), x)), wide,
                        List.of("carries no information", "The Jacobian, which could decide this, was not measured"),
                        List.of("The Jacobian shows", "nearly symmetric")),
                new Case("a shift", flow(2, x -> new float[] {3, 1}), plane,
                        List.of("optimal but for at most 0.0 %", "100.0 % of the square by one shift"),
                        List.of("not optimal", "no information")),
                new Case("a monotone map of the line", flow(1, x -> new float[] {x[0] + x[0] * x[0] * x[0]}),
                        gaussian(200, 1), List.of("close to optimal"), List.of("no information", "not optimal")),
                new Case("a jump between the classes", flow(2, x -> new float[] {x[0] > 0 ? 5 : -5, 0}), plane,
                        List.of("The map is rough", "100.0 % (95 % interval 98.1 to 100.0 %)"),
                        List.of("is Lipschitz at")),
                new Case("a smooth map", flow(2, x -> new float[] {0.2f * x[0], 0.1f * x[1]}), gaussian(1000, 2),
                        List.of("The map is Lipschitz", "No sample is separated"), List.of("is rough", "It separates")),
                new Case("work of one block", flow(2, small(), small(), x -> new float[] {2 * x[0], 2 * x[1]}, small(),
                        small()), plane, List.of("block 3 of 5 does most of the work"), List.of("spread over")),
                new Case("work of all blocks", flow(2, shift(0.3f), shift(0.3f), shift(0.3f), shift(0.3f)), plane,
                        List.of("the work is spread over its 4 blocks", "nearly straight"),
                        List.of("most of the work")),
                new Case("blocks that undo one another", flow(2, shift(1), shift(-1), shift(1), shift(-0.9f)), plane,
                        List.of("The blocks partly undo one another"), List.of("nearly straight")),
                new Case("paths that cross, straight on",
                        flow(2, point(-0.5f), point(-1), point(Float.POSITIVE_INFINITY)),
                        plane, List.of("The map is not optimal", "nearly straight"), List.of("close to optimal")),
                new Case("one block", flow(2, x -> new float[] {x[0], 0}), plane,
                        List.of("times their spread"), List.of("straight", "blocks", "block 1")),
                new Case("a state that is NaN",
                        flow(2, small(), x -> new float[] {x[0] > 1.5f ? Float.NaN : 0, 0}, small()),
                        plane, List.of("states that are not finite, from block 2 of 3 on"),
                        List.of("optimal", "straight", "Lipschitz", "Not measured")),
                new Case("one class", flow(2, small()), oneClass(plane),
                        List.of("All samples are of one class", "was not tested"), List.of("no better than")),
                new Case("classes perfectly separated", flow(2, x -> new float[] {4 * x[0], 0}), plane,
                        List.of("100.0 % (95 % interval 98.1 to 100.0 %) of 200 samples correctly"),
                        List.of("no better than")),
                new Case("guesses", flow(2, small()), shuffled(plane), List.of("no better than always predicting"),
                        List.of("overconfident", "calibration")),
                new Case("no labels", flow(2, small()), plane.withoutLabels(),
                        List.of("the accuracy", "the data have no labels"), List.of("classifies")),
                new Case("two samples", flow(2, x -> new float[] {x[1], -x[0]}), gaussian(2, 2),
                        List.of("Only 2 samples were measured: too few"),
                        List.of("optimal", "straight", "classifies", "times", "overlap")),
                new Case("one sample that is dragged far", flow(2, x -> new float[] {x[0] > 2.2f ? 40 : 0.1f, 0}),
                        plane,
                        List.of("Samples that stand out:", "cost", "times the mean"), List.of()));
    }

    @ParameterizedTest
    @MethodSource("flows")
    void aVerdictSaysWhatIsTrueOfAFlow(Case flow) {
        Verdict verdict = Verdict.of(FlowAnalysis.defaults().withThreads(2).withMetrics(METRICS)
                .analyse(flow.flow(), flow.data()).analysis());
        String text = String.join(" ", verdict.sentences().stream().map(Sentence::inFull).toList());

        assertThat(text).contains(flow.says());
        assertThat(flow.saysNot()).allSatisfy(words -> assertThat(text).doesNotContain(words));
        assertThat(NO_ADVICE)
                .allSatisfy(words -> assertThat(text.replace("NaN or infinite", "")).doesNotContain(words));
        assertThat(verdict.sentences()).hasSizeLessThanOrEqualTo(9).extracting(Sentence::topic).isSorted()
                .doesNotHaveDuplicates();
        assertThat(verdict.sentences()).allSatisfy(sentence -> {
            assertThat(sentence.text()).endsWith(".").doesNotContain("..").doesNotContain("  ");
            assertThat(sentence.caveat()).matches("|.*\\.");
        });
    }

    @SafeVarargs
    private static FormulaFlow flow(int dimension, UnaryOperator<float[]>... residues) {
        return new FormulaFlow(dimension, Arrays.asList(residues));
    }

    private static UnaryOperator<float[]> zero() {
        return x -> new float[x.length];
    }

    private static UnaryOperator<float[]> small() {
        return x -> new float[] {0.05f * x[0], 0.05f * x[1]};
    }

    private static UnaryOperator<float[]> shift(float length) {
        return x -> new float[] {length * (1 + 0.1f * x[1]), 0};
    }

    /** A third of the way from x₀ to −x₀; {@code 1 / factor} is the remaining share of x₀, 0 for infinity. */
    private static UnaryOperator<float[]> point(float factor) {
        // States on the way are x₀, x₀/3, −x₀/3, −x₀: steps of −2/3, −2 and 2 times the state.
        float step = factor == -0.5f ? -2f / 3 : factor == -1 ? -2 : 2;
        return x -> new float[] {step * x[0], step * x[1]};
    }

    private static FormulaFlow linear(int dimension, UnaryOperator<float[]> rotation) {
        return FormulaFlow.linear(dimension, rotation, transposed(rotation));
    }

    /** A rotation of each pair of coordinates. */
    private static UnaryOperator<float[]> rotation(double degrees) {
        float cos = (float) Math.cos(Math.toRadians(degrees));
        float sin = (float) Math.sin(Math.toRadians(degrees));
        return x -> {
            float[] turned = x.clone();
            for (int i = 0; i < x.length; i += 2) {
                turned[i] = cos * x[i] - sin * x[i + 1];
                turned[i + 1] = sin * x[i] + cos * x[i + 1];
            }
            return turned;
        };
    }

    /** The inverse of a rotation of pairs of coordinates: the same with the coordinates of each pair exchanged. */
    private static UnaryOperator<float[]> transposed(UnaryOperator<float[]> rotation) {
        return x -> exchanged(rotation.apply(exchanged(x)));
    }

    private static float[] exchanged(float[] x) {
        float[] exchanged = x.clone();
        for (int i = 0; i < x.length; i += 2) {
            exchanged[i] = x[i + 1];
            exchanged[i + 1] = x[i];
        }
        return exchanged;
    }

    /** Stretches from 0.5 to 2. */
    private static UnaryOperator<float[]> diagonal() {
        return x -> {
            float[] stretched = x.clone();
            for (int i = 0; i < x.length; i++) {
                stretched[i] *= 0.5f + 1.5f * i / x.length;
            }
            return stretched;
        };
    }

    /** Normal points, labelled by the sign of their first coordinate. */
    private static LabelledPoints gaussian(int n, int d) {
        Random random = new Random(5);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new LabelledPoints(FloatPoints.wrap(values, n, d),
                IntStream.range(0, n).map(i -> values[i * d] > 0 ? 1 : 0).toArray(), 2, List.of(d));
    }

    private static LabelledPoints oneClass(LabelledPoints points) {
        return points.withLabels(new int[points.size()], 2);
    }

    private static LabelledPoints shuffled(LabelledPoints points) {
        List<Integer> labels = new ArrayList<>(Arrays.stream(points.labels()).boxed().toList());
        Collections.shuffle(labels, new Random(3));
        return points.withLabels(labels.stream().mapToInt(Integer::intValue).toArray(), 2);
    }
}
