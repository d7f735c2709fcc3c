package org.leastaction.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.compare.ComparisonMetrics;
import org.leastaction.bench.compare.Difference;
import org.leastaction.bench.compare.Difference.Basis;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.compare.PairComparison.Answers;
import org.leastaction.bench.compare.PairComparison.Similarity;
import org.leastaction.bench.compare.PairComparison.UnlikeSample;
import org.leastaction.bench.compare.StateSamples;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.definition.MetricDefinition;

/** Every rule at its thresholds. */
class ComparisonRulesTest {

    private static final Quantity NONE = Quantity.missing("not measured");
    private static final double UNKNOWN = Double.NaN;

    /** A comparison with some numbers, of which each test sets its own. */
    private static final class Given {

        private int samples = 500;
        private int secondBlocks = 2;
        private int dimension = 10;
        private Quantity ratio = NONE;
        private Quantity rank = NONE;
        private final List<Difference> quantities = new ArrayList<>();
        private final List<Difference> shares = new ArrayList<>();
        private final List<Similarity> states = new ArrayList<>();
        private Optional<Answers> answers = Optional.empty();
        private List<UnlikeSample> unlike = List.of();

        Given quantity(MetricDefinition metric, double first, double second, double low, double high) {
            quantities.add(difference(metric, -1, first, second, low, high));
            return this;
        }

        Given share(double first, double second, double low, double high) {
            shares.add(difference(ComparisonMetrics.COST_SHARE_DEPTH, shares.size(), first, second, low, high));
            return this;
        }

        Given states(double... debiased) {
            for (int i = 0; i < debiased.length; i++) {
                Quantity value = Quantity.of(debiased[i]);
                states.add(new Similarity(
                        i / (debiased.length - 1.0), i, i * secondBlocks / 2, value, value, Quantity.of(0.5)));
            }
            return this;
        }

        private static Difference difference(
                MetricDefinition metric, int part, double first, double second, double low, double high) {
            return new Difference(metric, part, Quantity.of(first), Quantity.of(second),
                    Quantity.of(second - first, low, high), Double.isNaN(low) ? Basis.NONE : Basis.SAMPLES);
        }

        List<Sentence> sentences() {
            PairComparison pair = new PairComparison("a", "b", List.of(List.of("a-1", "b-1")), quantities, shares,
                    CostMeasures.TRANSPORT_COST, ratio, rank, NONE, answers, states, List.of(), unlike);
            ModelComparison comparison = new ModelComparison("data", new StateSamples(samples, samples, samples),
                    List.of(new ModelComparison.Model("a", List.of("a-1"), 2, List.of(dimension)),
                            new ModelComparison.Model("b", List.of("b-1"), secondBlocks, List.of(dimension))),
                    List.of(pair), List.of());
            return Verdict.of(comparison, pair).sentences();
        }

        /** The sentence on a topic; empty if there is none. */
        String about(Topic topic) {
            return sentences().stream().filter(sentence -> sentence.topic() == topic).map(Sentence::text).findFirst()
                    .orElse("");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
            "3.1 | 2.9 | 3.3 | The data move farther in b than in a: the transport cost of b is 3.10 times that of a (95 % interval 2.90 to 3.30).",
            "0.25 | 0.2 | 0.5 | The data move less far in b than in a: the transport cost of a is 4.00 times that of b (95 % interval 2.00 to 5.00).",
            "1.02 | 0.95 | 1.09 | The data move about equally far in both: the transport cost of b is 1.02 times that of a (95 % interval 0.950 to 1.09).",
            "1.05 | 0.95 | 1.2 | It is open in which of the two the data move farther: the transport cost of b is 1.05 times that of a (95 % interval 0.950 to 1.20).",
            "1.05 | 1.01 | 1.11 | The data move farther in b than in a: the transport cost of b is 1.05 times that of a (95 % interval 1.01 to 1.11).",
            "1.05 | 1.01 | 1.09 | The data move about equally far in both: the transport cost of b is 1.05 times that of a (95 % interval 1.01 to 1.09).",
            "2 | NaN | NaN | The data move farther in b than in a: the transport cost of b is 2.00 times that of a."
    })
    void theCost(double value, double low, double high, String sentence) {
        Given given = new Given();
        given.ratio = Quantity.of(value, low, high);
        assertThat(given.about(Topic.MOTION)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0 | 2 | Only b moves the data.",
            "2 | 0 | Only a moves the data.",
            "0 | 0 | Neither network moves the data."
    })
    void aNetworkThatDoesNotMove(double first, double second, String sentence) {
        Given given =
                new Given().quantity(CostMeasures.TRANSPORT_COST, first, second, UNKNOWN, UNKNOWN).states(0.9, 0.8);
        assertThat(given.about(Topic.MOTION)).isEqualTo(sentence);
    }

    @Test
    void aCostThatIsMissingIsSaidWithItsReason() {
        Given given = new Given();
        given.quantities
                .add(new Difference(CostMeasures.TRANSPORT_COST, -1, Quantity.of(1), Quantity.missing("infinite"),
                        Quantity.missing("infinite"), Basis.NONE));
        assertThat(given.about(Topic.VALIDITY)).isEqualTo("The transport cost of b is missing: infinite.");
    }

    @Test
    void theDepthOfTheWork() {
        Given apart = new Given().share(0.7, 0.6, -0.12, -0.08).share(0.3, 0.38, 0.07, 0.09);
        assertThat(apart.about(Topic.MOTION))
                .isEqualTo("They divide the work differently: block 1 has 70.0 % of the cost"
                        + " of a and 60.0 % of that of b (95 % interval −12.0 to −8.0 points).");
        apart.secondBlocks = 4;
        assertThat(apart.about(Topic.MOTION)).contains("the depth from 0.00 to 0.50 has 70.0 %");
        assertThat(new Given().share(0.7, 0.66, -0.049, -0.03).share(0.3, 0.34, 0.03, 0.049).about(Topic.MOTION))
                .isEqualTo(
                        "They divide the work over the depth alike: no part differs by more than 5 points of the cost.");
        assertThat(new Given().share(0.7, 0.66, -0.06, -0.02).share(0.3, 0.34, 0.02, 0.06).about(Topic.MOTION))
                .as("certain, but neither large nor small").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0.4 | 0.6 | 0.1 | 0.3 | The paths of b are straighter: straightness is 0.600 instead of 0.400 (95 % interval 0.100 to 0.300).",
            "0.6 | 0.4 | -0.3 | -0.1 | The paths of b are less straight: straightness is 0.400 instead of 0.600 (95 % interval −0.300 to −0.100).",
            "0.4 | 0.41 | 0.001 | 0.019 | Their paths are equally straight: straightness is 0.400 for a and 0.410 for b, of at most 1.",
            "0.4 | 0.41 | -0.01 | 0.03 | ''"
    })
    void theStraightness(double first, double second, double low, double high, String sentence) {
        assertThat(new Given().quantity(CostMeasures.STRAIGHTNESS, first, second, low, high).about(Topic.STRAIGHTNESS))
                .isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0.01 | 0.03 | NaN | NaN | The map of b is farther from optimal transport: 3.0 % of the displacement is more than needed in b, 1.0 % in a.",
            "0.03 | 0.01 | NaN | NaN | The map of b is nearer to optimal transport: 1.0 % of the displacement is more than needed in b, 3.0 % in a.",
            "0.01 | 0.019 | NaN | NaN | Their maps are about equally far from optimal transport: 1.9 % of the displacement is more than needed in b, 1.0 % in a.",
            "0.1 | 0.3 | -0.1 | 0.5 | It is open which map is nearer to optimal transport: 30.0 % of the displacement is more than needed in b, 10.0 % in a (95 % interval −10.0 to 50.0 points).",
            "0.1 | 0.3 | 0.1 | 0.3 | The map of b is farther from optimal transport: 30.0 % of the displacement is more than needed in b, 10.0 % in a (95 % interval 10.0 to 30.0 points).",
            "0 | 0 | NaN | NaN | On these samples both maps are optimal or nearly so: at most 0.1 % of the displacement is more than needed.",
            "0.001 | 0.0002 | NaN | NaN | On these samples both maps are optimal or nearly so: at most 0.1 % of the displacement is more than needed.",
            "0.0011 | 0 | NaN | NaN | Their maps are about equally far from optimal transport: 0.0 % of the displacement is more than needed in b, 0.1 % in a."
    })
    void theGap(double first, double second, double low, double high, String sentence) {
        Given given = new Given().quantity(GapMeasures.OT_GAP_RELATIVE, first, second, low, high).states(0.5, 0.9);
        assertThat(given.about(Topic.OPTIMALITY)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0.9 | 0.95 | 0.02 | 0.08 | b classifies more samples correctly: 95.0 % in b and 90.0 % in a (95 % interval 2.0 to 8.0 points).",
            "0.9 | 0.85 | -0.08 | -0.02 | b classifies fewer samples correctly: 85.0 % in b and 90.0 % in a (95 % interval −8.0 to −2.0 points).",
            "0.9 | 0.91 | -0.01 | 0.03 | Their accuracy does not differ beyond chance: 91.0 % in b and 90.0 % in a (95 % interval −1.0 to 3.0 points).",
            "0.9 | 0.9 | NaN | NaN | Their accuracy is equal: 90.0 % in b and 90.0 % in a."
    })
    void theAccuracy(double first, double second, double low, double high, String sentence) {
        Given given = new Given().quantity(QualityMeasures.ACCURACY, first, second, low, high).states(0.5, 0.9);
        assertThat(given.about(Topic.ACCURACY)).isEqualTo(sentence);
    }

    @Test
    void theAnswersOfEachAreCounted() {
        Given given = new Given().quantity(QualityMeasures.ACCURACY, 0.9, 0.95, 0.02, 0.08);
        given.answers = Optional.of(new Answers(440, 10, 35, 15));
        assertThat(given.about(Topic.ACCURACY)).endsWith(
                " Samples that only b classifies correctly: 35; only a: 10; neither: 15.");
    }

    @Test
    void theStates() {
        assertThat(new Given().states(0.99, 0.97, 0.95).about(Topic.COMPARISON)).isEqualTo(
                "Their states are alike at every depth: debiased CKA is at least 0.95, least after the last block.");
        assertThat(new Given().states(0.99, 0.94, 0.98).about(Topic.COMPARISON)).isEqualTo("Their states are most alike"
                + " before the first block (debiased CKA 0.99) and least alike after block 1 (0.94).");
        assertThat(new Given().states(0.1, 0.2, 0.49).about(Topic.COMPARISON)).isEqualTo(
                "Their states are unlike at every depth: debiased CKA is at most 0.49, after the last block.");
        assertThat(new Given().states(1, 0.9996, 0.9999).about(Topic.COMPARISON)).contains("at least 0.9996");
        Given deeper = new Given();
        deeper.secondBlocks = 6;
        deeper.dimension = 501;
        Sentence sentence = deeper.states(0.9, 0.2, 0.8).sentences().get(0);
        assertThat(sentence.text()).contains("after block 1 and block 3 (0.20)");
        assertThat(sentence.caveat()).startsWith("States of up to 501 dimensions on 500 samples");
        deeper.dimension = 500;
        assertThat(deeper.sentences().get(0).caveat()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.8, They agree on which", "0.79, They agree in part on which", "0.3, They agree in part on which",
            "0.29, They do not agree on which", "-0.5, They do not agree on which"})
    void theSamples(double rank, String beginning) {
        Given given = new Given();
        given.rank = Quantity.of(rank, rank - 0.01, rank + 0.01);
        given.unlike = List.of(new UnlikeSample(77, 3, 2, 1, 2, 0.5, 4));
        assertThat(given.about(Topic.SAMPLES)).startsWith(beginning + " samples move far: the rank correlation")
                .endsWith(
                        "Most different is sample 77 (class 2), with 0.500 times the mean cost in a and 4.00 times in b.");
    }

    @Test
    void twoModelsThatAreTheSame() {
        Given given = new Given().quantity(QualityMeasures.ACCURACY, 0.9, 0.9, 0, 0);
        given.ratio = Quantity.of(1, 1, 1);
        given.states.add(new Similarity(0, 0, 0, Quantity.of(1), Quantity.of(1), Quantity.of(0)));
        assertThat(given.sentences()).singleElement().extracting(Sentence::text).isEqualTo("The models a and b are the"
                + " same on these 500 samples: every difference is exactly 0, and at every depth CKA is 1 and the"
                + " Procrustes distance 0.");
        given.quantity(QualityMeasures.NLL, 0.3, 0.3000001, 0, 0);
        assertThat(given.sentences()).hasSizeGreaterThan(1);
    }

    @Test
    void tooFewSamplesForAVerdict() {
        Given given = new Given();
        given.ratio = Quantity.of(3, 2, 4);
        given.samples = 19;
        assertThat(given.sentences()).singleElement().extracting(Sentence::text)
                .isEqualTo("19 samples are too few to say how a and b differ; take at least 20.");
        given.samples = 20;
        assertThat(given.about(Topic.MOTION)).isNotEmpty();
    }
}
