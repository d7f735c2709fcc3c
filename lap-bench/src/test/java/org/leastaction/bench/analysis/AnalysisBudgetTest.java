package org.leastaction.bench.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.metrics.jacobian.JacobianOptions;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

class AnalysisBudgetTest {

    private static final int DIMENSION = 200;

    private static AffineFlow flow(Random random) {
        double[][] skew = new double[DIMENSION][DIMENSION];
        double[][] classifier = new double[2][DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            for (int j = 0; j < i; j++) {
                skew[i][j] = random.nextGaussian() / Math.sqrt(DIMENSION);
                skew[j][i] = -skew[i][j];
            }
            classifier[i % 2][i] = 1;
        }
        return new AffineFlow(AffineNetwork.of(
                List.of(AffineMap.linear(skew)), AffineMap.linear(classifier)));
    }

    private static LabelledPoints data(Random random) {
        float[] numbers = new float[40 * DIMENSION];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return new LabelledPoints(FloatPoints.wrap(numbers, 40, DIMENSION), random.ints(40, 0, 2).toArray(), 2,
                List.of(DIMENSION));
    }

    @Test
    void productsWithJAloneGiveTheAsymmetryAndLowerBounds() {
        Random random = new Random(6);
        LabelledPoints data = data(random);
        try (AffineFlow flow = flow(random)) {
            Analysis exact = FlowAnalysis.defaults().withMetrics(Set.of("jacobian")).analyse(flow, data).analysis();
            JacobianField field =
                    JacobianField.of(40, DIMENSION, DIMENSION, u -> flow.jacobianVector(data.points(), u), w -> {
                        throw new AssertionError("a product with the transpose");
                    });
            Analysis.Builder builder = Analysis.builder(data.size());
            ForwardMeasures.putMap(builder, field, JacobianOptions.defaults(), new double[] {0.5, 1});
            ForwardMeasures.putBlocks(builder, 1, block -> field, JacobianOptions.defaults(), AnalysisWatch.NONE);
            Analysis spared = builder.build();

            assertThat(spared.text("jacobian_derivatives")).contains("finite differences, products with J only");
            for (String key : List.of("jacobian_asymmetry", "jacobian_asymmetry_blocks")) {
                assertThat(last(spared, key)).as(key).isCloseTo(last(exact, key), within(0.03));
            }
            for (String key : List.of("lipschitz_jacobian", "lipschitz_jacobian_blocks", "residue_lipschitz_blocks")) {
                assertThat(last(spared, key)).as(key).isBetween(0.7 * last(exact, key), 1.01 * last(exact, key));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 1, 64", "64, 1.01, 32", "64, 16, 4", "64, 17, -1", "3, 21, 3", "3, 22, -1"})
    void aPartUsesAsManyPointsAsFitIntoASeventhOfTheTime(int wanted, double secondsAPoint, int points) {
        AnalysisBudget budget = new AnalysisBudget(7 * 64);

        assertThat(budget.points(wanted, secondsAPoint).orElse(-1)).isEqualTo(points);
        assertThat(budget.pointsAtLeast(wanted, secondsAPoint)).isEqualTo(points > 0 ? points : Math.min(4, wanted));
    }

    private static double last(Analysis analysis, String key) {
        List<Double> list = analysis.numbers(key);
        return list.isEmpty() ? analysis.quantity(key).value() : list.get(list.size() - 1);
    }

    @Test
    void aPassThatCannotBeAffordedUsesAtLeastFourPoints() {
        Random random = new Random(7);
        LabelledPoints data = data(random);
        try (AffineFlow flow = flow(random)) {
            FlowAnalysis analysis = FlowAnalysis.defaults();

            assertThat(analysis.withBudget(new AnalysisBudget(0)).affordable(flow, data.points())).isEqualTo(4);
            assertThat(analysis.withBudget(AnalysisBudget.unlimited()).affordable(flow, data.points())).isEqualTo(40);
            assertThat(analysis.withBudget(new AnalysisBudget(0)).affordable(flow, data.points().rows(0, 3)))
                    .isEqualTo(3);
        }
    }

    @Test
    void thePassThatIsTimedIsTheOneThatIsRun() {
        Random random = new Random(8);
        FloatPoints inputs = data(random).points();
        try (AffineFlow flow = flow(random)) {
            FlowModel costsOnly = (FlowModel) Proxy.newProxyInstance(FlowModel.class.getClassLoader(),
                    new Class<?>[] {FlowModel.class}, (proxy, method, arguments) -> {
                        assertThat(method.getName()).as("a method that is called").isNotEqualTo("pass");
                        boolean decodes = arguments != null && arguments[0] == Decoder.class;
                        return decodes ? Optional.empty() : method.invoke(flow, arguments);
                    });
            FlowAnalysis analysis = FlowAnalysis.defaults().withBudget(new AnalysisBudget(1000));

            assertThat(analysis.withMetrics(Set.of("accuracy", "cost")).affordable(costsOnly, inputs)).isEqualTo(40);
            assertThatThrownBy(() -> analysis.withMetrics(Set.of("gap")).affordable(costsOnly, inputs))
                    .isInstanceOf(AssertionError.class);
        }
    }
}
