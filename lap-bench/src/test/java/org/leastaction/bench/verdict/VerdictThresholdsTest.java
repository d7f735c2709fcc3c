package org.leastaction.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.EnsembleMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.analysis.RobustnessMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunRecord;

/** Every rule on both sides of its thresholds. */
class VerdictThresholdsTest {

    /** @param says a text that the verdict contains or, with a leading '!', does not contain */
    private record Case(String says, int samples, Consumer<Analysis.Builder> change) {

        @Override
        public String toString() {
            return says;
        }
    }

    private static Case with(String says, Consumer<Analysis.Builder> change) {
        return new Case(says, 200, change);
    }

    private static Stream<Case> cases() {
        return Stream.of(
                new Case("Only 19 samples were measured: too few", 19, a -> {}),
                new Case("!too few", 20, a -> {}),
                with("hardly moves the data: 0.0990 times", a -> a.put(CostMeasures.SPREAD, 4 / (0.099 * 0.099))),
                with("moves the data by 0.101 times", a -> a.put(CostMeasures.SPREAD, 4 / (0.101 * 0.101))),
                with("50.1 % of the square by one shift", a -> a.put(CostMeasures.COMMON_SHIFT, 0.501)),
                with("!shift", a -> a.put(CostMeasures.COMMON_SHIFT, 0.499)),
                with("block 2 of 4 does most of the work, 50.0 %", a -> blocks(a, 3, 5, 1, 1)),
                with("block 2 of 4 (layer1.1) does most of the work", a -> blocks(a, 3, 5, 1, 1)
                        .put(CostMeasures.BLOCK_NAMES, "layer1.0, layer1.1, layer2.0, layer2.1")),
                with("block 2 of 4 (a, b) does most of the work", a -> blocks(a, 3, 5, 1, 1)
                        .put(CostMeasures.BLOCK_NAMES, "x, a\\, b, y, z")),
                with("block 2 of 4 does most of the work", a -> blocks(a, 3, 5, 1, 1)
                        .put(CostMeasures.BLOCK_NAMES, "layer1.0, layer1.1")),
                with("Means over 200 samples.", a -> {}),
                with("Means over 200 samples, the spread over 37.", a -> a.put(CostMeasures.STATE_SAMPLES, 37)),
                with("none of which has more than 49.9 %", a -> blocks(a, 1.5, 4.99, 1.5, 2.01)),
                with("2 of its 5 blocks (2 and 4) have 64.0 % of the cost, block 2 of 5 alone 41.0 %",
                        a -> blocks(a, 1.3, 4.1, 1.3, 2.3, 1)),
                with("spread over its 4 blocks", a -> blocks(a, 2, 3, 2, 3)),
                with("nearly straight", a -> a.put(CostMeasures.STRAIGHTNESS, 0.9)),
                with("share a common direction", a -> a.put(CostMeasures.STRAIGHTNESS, 0.89)),
                with("share a common direction", a -> a.put(CostMeasures.STRAIGHTNESS, 0.28)),
                with("no straighter than random steps", a -> a.put(CostMeasures.STRAIGHTNESS, 0.27)),
                with("no straighter than random steps", a -> a.put(CostMeasures.STRAIGHTNESS, 0.23)),
                with("partly undo one another", a -> a.put(CostMeasures.STRAIGHTNESS, 0.22)),
                with("The map is not optimal", a -> a.put(GapMeasures.OT_GAP_RELATIVE, 0.0101)),
                with("close to optimal", a -> a.put(GapMeasures.OT_GAP_RELATIVE, 0.0099)
                        .put(GapMeasures.OT_GAP_CONTROL, 0.051)),
                with("no information", a -> a.put(GapMeasures.OT_GAP_RELATIVE, 0.0099)
                        .put(GapMeasures.OT_GAP_CONTROL, 0.049)),
                with("!optimal", a -> a.put(GapMeasures.GAP_POINTS, 19)),
                with("optimal but for at most 0.9 %", a -> blind(a).put(CostMeasures.COMMON_SHIFT, 0.991)),
                with("no information", a -> blind(a).put(CostMeasures.COMMON_SHIFT, 0.989)),
                with("The Jacobian shows that the map is not optimal", a -> blind(a)
                        .put(JacobianMeasures.JACOBIAN_ASYMMETRY, 0.15, 0.101, 0.2)),
                with("asymmetry is 0.300 in the median and 0.600 in block 3 of 4", a -> blind(a)
                        .put(JacobianMeasures.JACOBIAN_ASYMMETRY_BLOCKS, new double[] {0.1, Double.NaN, 0.6, 0.3})),
                with("which could decide this, was not measured", a -> blind(a)
                        .put(JacobianMeasures.JACOBIAN_ASYMMETRY_BLOCKS, new double[] {Double.NaN})),
                with("The Jacobian leaves it open", a -> blind(a)
                        .put(JacobianMeasures.JACOBIAN_ASYMMETRY, 0.12, 0.099, 0.2)),
                with("The Jacobian is nearly symmetric", a -> blind(a)
                        .put(JacobianMeasures.JACOBIAN_ASYMMETRY, 0.05, 0.02, 0.099)),
                with("certainly not monotone", a -> blind(a).put(JacobianMeasures.JACOBIAN_ASYMMETRY, 0.05, 0.02, 0.09)
                        .put(JacobianMeasures.JACOBIAN_NEGATIVE_FRACTION, 0.1, 0.05, 0.2)),
                with("!monotone", a -> blind(a).put(JacobianMeasures.JACOBIAN_ASYMMETRY, 0.05, 0.02, 0.09)
                        .put(JacobianMeasures.JACOBIAN_NEGATIVE_FRACTION, 0, 0, 0.05)),
                with("was not measured: no such role",
                        a -> blind(a).missing(JacobianMeasures.JACOBIAN_ASYMMETRY, "no such role")),
                with("The map is Lipschitz", a -> a.put(HolderMeasures.HOLDER_EXPONENT, 0.95, 0.9, 1)),
                with("Whether the map is Lipschitz is open", a -> a.put(HolderMeasures.HOLDER_EXPONENT, 0.95, 0.89, 1)),
                with("The map is rough", a -> a.put(HolderMeasures.HOLDER_EXPONENT, 0.5, 0.3, 0.89)),
                with("within a factor of 2.90 only", a -> scales(a, 0.1, 0.29)),
                with("!factor", a -> scales(a, 0.1, 0.31)),
                with("It separates 1.0 %", a -> a.put(HolderMeasures.SINGULAR_FRACTION, 0.01, 0.005, 0.03)),
                with("No sample is separated", a -> a.put(HolderMeasures.SINGULAR_FRACTION, 0, 0, 0.02)),
                with("steepest part is block 3 of 4", a -> a.put(
                        JacobianMeasures.LIPSCHITZ_JACOBIAN_BLOCKS, new double[] {1, 2, 4, 3})),
                with("!steepest", a -> a.put(
                        JacobianMeasures.LIPSCHITZ_JACOBIAN_BLOCKS, new double[] {1, 2, 3.9, 3})),
                with("no better than always predicting the most frequent class", a -> a.put(
                        QualityMeasures.ACCURACY, 0.55, 0.5, 0.6)),
                with("samples correctly and is", a -> a.put(QualityMeasures.ACCURACY, 0.55, 0.501, 0.6)),
                with("overconfident", a -> sure(a, 0.93)),
                with("shows no clear over- or underconfidence: its mean confidence is 91.5 %", a -> sure(a, 0.915)),
                with("underconfident", a -> sure(a, 0.87)),
                with("PGD leaves 30.0 % (95 % interval 20.0 to 44.9 %) accuracy at L∞ radius 0.2",
                        a -> attack(a, 0.449)),
                with("no attack in L∞ halves the accuracy up to radius 0.2", a -> attack(a, 0.451)),
                with("only 19 inputs", a -> attack(a, 0.3).put(RobustnessMeasures.ATTACK_POINTS, 19)),
                with("7 (class 1) costs up to 3.00 times the mean", a -> a.put(
                        CostMeasures.COSTLIEST_SAMPLES, samples(30))),
                with("!stand out", a -> a.put(CostMeasures.COSTLIEST_SAMPLES, samples(29.9))),
                with("sent farthest from the optimal image", a -> epsilon(a, 0.0101, 3)),
                with("!farthest", a -> epsilon(a, 0.0099, 3)),
                with("!farthest", a -> epsilon(a, 0.0101, 2.9)),
                with("7 (class 1) is confidently taken for class 0", a -> a.put(
                        QualityMeasures.LEAST_MARGIN_SAMPLES, samples(-0.9))),
                with("!confidently", a -> a.put(QualityMeasures.LEAST_MARGIN_SAMPLES, samples(-0.89))),
                with("equal states have different images. The image of a token depends on the other tokens of its",
                        a -> a.put(HolderMeasures.LIPSCHITZ_PAIRS, Double.POSITIVE_INFINITY)
                                .put(CostMeasures.TOKEN_SAMPLES, 50)),
                with("!The image of a token", a -> a.put(HolderMeasures.LIPSCHITZ_PAIRS, Double.POSITIVE_INFINITY)),
                with("not finite, from block 2 of 4 on", a -> a.put(CostMeasures.TRANSPORT_COST, Double.NaN)
                        .put(CostMeasures.TRANSPORT_COST_BLOCKS, new double[] {1, Double.NaN, 1, 1})),
                with("the regularity (no pairs)", a -> a.missing(HolderMeasures.LIPSCHITZ_PAIRS, "no pairs")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aThresholdDecides(Case here) {
        Analysis.Builder builder = usual(here.samples());
        here.change().accept(builder);
        String text = text(builder.build());

        if (here.says().startsWith("!")) {
            assertThat(text).doesNotContain(here.says().substring(1));
        } else {
            assertThat(text).contains(here.says());
        }
    }

    @Test
    void confusionsAreNamedFromFiveOn() {
        assertThat(text(confused(5))).contains("most often it takes class 2 for class 0, 5 times of 60");
        assertThat(text(confused(4))).doesNotContain("takes class");
    }

    @Test
    void aNumberAsANameIsThatOfAClass() {
        RunRecord record = RunRecord.of("net", new RunRecord.Data("lines", null, 194, null)
                .withClasses(List.of("0", "90", "180"))).withAnalysis(confused(5));
        assertThat(Verdict.of(record).sentences().toString()).contains("it takes class 180 for class 0, 5 times");
    }

    @Test
    void classesHaveTheirNames() {
        RunRecord record = RunRecord.of("net", new RunRecord.Data("pets", null, 194, null)
                .withClasses(List.of("cat", "dog", "guinea_pig"))).withAnalysis(confused(5));

        assertThat(Verdict.of(record).about(Topic.ACCURACY)).map(Sentence::text).get().asString()
                .contains("most often it takes guinea pig for cat");
    }

    /** Answers of a network to 40 samples of each of 5 classes. */
    private static RunRecord answering(IntBinaryOperator answer, List<String> unstated) {
        Map<String, double[]> table = new LinkedHashMap<>();
        int correct = 0;
        for (int c = 0; c < 5; c++) {
            table.put("as_" + c, new double[5]);
        }
        for (int sample = 0; sample < 200; sample++) {
            int predicted = answer.applyAsInt(sample % 5, sample);
            table.get("as_" + predicted)[sample % 5]++;
            correct += predicted == sample % 5 ? 1 : 0;
        }
        return RunRecord.of("net", new RunRecord.Data("pets", null, 200, null)
                .withClasses(List.of("ant", "bee", "cat", "dog", "eel")).withUnstated(unstated)).withAnalysis(usual(200)
                        .put(QualityMeasures.CONFUSION, table)
                        .put(QualityMeasures.ACCURACY, correct / 200.0, 0.9 * correct / 200, 1.1 * correct / 200)
                        .build());
    }

    private static String first(RunRecord record) {
        return Verdict.of(record).sentences().get(0).text();
    }

    @Test
    void anAccuracyNearChanceComesFirstWithWhatIsUnknown() {
        Random random = new Random(3);
        IntBinaryOperator guess = (label, sample) -> random.nextInt(5);
        assertThat(first(answering(guess, List.of("normalisation", "size", "colours"))))
                .startsWith("The accuracy, ").contains("is not significantly better than chance, ",
                        "The model does not state the normalisation of its inputs (--mean, --std), how pictures are"
                                + " resized and cropped (--resize, --crop) and the order of the colours (--colour rgb or"
                                + " bgr): these are the likely causes.")
                .doesNotContain("permuted");
        assertThat(first(answering((label, sample) -> 2, List.of()))).startsWith("The accuracy, 20.0 %")
                .contains("better than chance, 20.0 %")
                .endsWith(
                        "Nothing about the inputs had to be assumed: the network may be untrained, or the data may be"
                                + " of another kind.");
    }

    @Test
    void aModelThatStatesNothingIsNamedThoughItsAccuracyIsGood() {
        IntBinaryOperator good = (label, sample) -> sample % 7 == 0 ? 1 : label;
        assertThat(first(answering(good, List.of("classes")))).isEqualTo("The model does not state the order of its"
                + " classes (--class-names, --label-map): what was given or assumed may differ from the training.");
        assertThat(Verdict.of(answering(good, List.of())).about(Topic.INPUTS)).isEmpty();
    }

    @Test
    void permutedLabelsAreNamed() {
        assertThat(first(answering((label, sample) -> sample % 9 == 0 ? 0 : (label + 1) % 5, List.of("classes"))))
                .contains("The labels seem permuted: ant is taken for bee ", "and so on for 5 classes", "--label-map");
        assertThat(first(answering((label, sample) -> label < 2 ? 1 - label : label, List.of())))
                .startsWith("The labels seem permuted: ant is taken for bee 40 times and for itself 0, bee is taken for"
                        + " ant 40 times and for itself 0 (--class-names");
        // Without a majority in any class: all that shows is that answers depend on the class.
        Random random = new Random(5);
        assertThat(first(answering((label, sample) -> (label / 2 * 2 + 2 + random.nextInt(2)) % 5, List.of())))
                .contains("is not significantly better than chance", "the labels may be permuted");
    }

    @Test
    void theEnsembleSpeaksInPlaceOfItsMembers() {
        Analysis analysis = usual(200).put(EnsembleMeasures.ENSEMBLE_POINTS, 20)
                .put(EnsembleMeasures.ENSEMBLE_CLEAN_ACCURACY, 0.95)
                .put(EnsembleMeasures.ENSEMBLE_RADIUS_LINF, 8.0 / 255)
                .put(EnsembleMeasures.ENSEMBLE_ACCURACY_LINF, 0.1, 0.03, 0.3).build();

        assertThat(text(analysis)).contains("Under attack, the ensemble of attacks leaves 10.0 % (95 % interval 3.0 to"
                + " 30.0 %) accuracy at L∞ radius 0.0314; without one it is 95.0 %.").doesNotContain("PGD");
        assertThat(text(usual(200).put(EnsembleMeasures.ENSEMBLE_POINTS, 19).build()))
                .contains("PGD leaves").doesNotContain("ensemble");
    }

    @Test
    void theSummaryHasTheFiguresOfTheSentences() {
        assertThat(Verdict.of(usual(200).build()).summary().toString())
                .startsWith("[{\"topic\":\"motion\",\"text\":\"The network moves the data by 1.00 times their spread")
                .contains("\"figures\":[{\"key\":\"displacement\",\"value\":4.0}")
                .contains("{\"key\":\"transport_cost_blocks\",\"of\":\"block 2 of 4\",\"value\":3.0}")
                .contains("{\"key\":\"accuracy\",\"value\":0.9,\"low\":0.88,\"high\":0.92}");
    }

    private static String text(Analysis analysis) {
        return String.join(" ", Verdict.of(analysis).sentences().stream().map(Sentence::inFull).toList());
    }

    /** An analysis with nothing special. */
    static Analysis.Builder usual(int samples) {
        Analysis.Builder analysis = Analysis.builder(samples)
                .put(CostMeasures.DISPLACEMENT, 4).put(CostMeasures.SPREAD, 4).put(CostMeasures.COMMON_SHIFT, 0.1)
                .put(CostMeasures.STRAIGHTNESS, 0.5)
                .put(GapMeasures.OT_GAP, 0.001).put(GapMeasures.OT_GAP_RELATIVE, 0.001)
                .put(GapMeasures.OT_GAP_CONTROL, 0.3).put(GapMeasures.GAP_POINTS, samples)
                .put(GapMeasures.REASSIGNED_FRACTION, 0.1)
                .put(HolderMeasures.LIPSCHITZ_PAIRS, 2).put(HolderMeasures.HOLDER_EXPONENT, 0.95, 0.92, 1)
                .put(JacobianMeasures.LIPSCHITZ_JACOBIAN, 2).put(JacobianMeasures.JACOBIAN_POINTS, 64)
                .put(QualityMeasures.ACCURACY, 0.9, 0.88, 0.92).put(QualityMeasures.ECE, 0.01, 0.005, 0.02)
                .put(QualityMeasures.CONFUSION,
                        columns(Map.of("as_0", new double[] {90, 10}, "as_1", new double[] {10, 90})))
                .put(RobustnessMeasures.ROBUST_ACCURACY_LINF, 0.5);
        sure(analysis, 0.9);
        scales(analysis, 0.01, 1);
        blocks(analysis, 2, 3, 2, 3);
        return attack(analysis, 0.3);
    }

    private static Analysis.Builder blocks(Analysis.Builder analysis, double... costs) {
        return analysis.put(CostMeasures.TRANSPORT_COST, 10).put(CostMeasures.TRANSPORT_COST_BLOCKS, costs)
                .put(CostMeasures.ACTION, 40);
    }

    /** The gap carries no information. */
    private static Analysis.Builder blind(Analysis.Builder analysis) {
        return analysis.put(GapMeasures.OT_GAP_CONTROL, 0.001);
    }

    private static Analysis.Builder scales(Analysis.Builder analysis, double from, double to) {
        return analysis.put(HolderMeasures.HOLDER_SCALES,
                Map.of("fit_from", new double[] {from}, "fit_to", new double[] {to}));
    }

    private static Analysis.Builder sure(Analysis.Builder analysis, double confidence) {
        return analysis.put(QualityMeasures.RELIABILITY, Map.of(
                "samples", new double[] {100, 100}, "confidence", new double[] {confidence, confidence}));
    }

    private static Analysis.Builder attack(Analysis.Builder analysis, double high) {
        Map<String, double[]> curve = new LinkedHashMap<>();
        curve.put("pgd_linf_radius", new double[] {0, 0.1, 0.2});
        curve.put("pgd_linf", new double[] {0.9, 0.7, 0.3});
        curve.put("pgd_linf_low", new double[] {0.8, 0.6, 0.2});
        curve.put("pgd_linf_high", new double[] {1, 0.8, high});
        return analysis.put(RobustnessMeasures.ROBUST_ACCURACY, curve).put(RobustnessMeasures.ATTACK_POINTS, 64);
    }

    private static Analysis.Builder epsilon(Analysis.Builder analysis, double gap, double largest) {
        return analysis.put(GapMeasures.OT_GAP_RELATIVE, gap).put(GapMeasures.EPSILON_RMS, 1)
                .put(GapMeasures.LARGEST_EPSILON_SAMPLES, samples(largest));
    }

    private static Map<String, double[]> samples(double value) {
        Map<String, double[]> table = new LinkedHashMap<>();
        table.put("sample", new double[] {7, 3});
        table.put("label", new double[] {1, 0});
        table.put("value", new double[] {value, 0});
        table.put("predicted", new double[] {0, 0});
        return table;
    }

    private static Analysis confused(int times) {
        Map<String, double[]> table = new LinkedHashMap<>();
        table.put("as_0", new double[] {70, 1, times});
        table.put("as_1", new double[] {1, 60, 1});
        table.put("as_2", new double[] {1, 1, 59 - times});
        return usual(194).put(QualityMeasures.CONFUSION, table).build();
    }

    private static Map<String, double[]> columns(Map<String, double[]> table) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        List.of("as_0", "as_1").forEach(key -> columns.put(key, table.get(key)));
        return columns;
    }
}
