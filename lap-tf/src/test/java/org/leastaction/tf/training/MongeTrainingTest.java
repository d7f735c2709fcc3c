package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Arithmetic;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.flow.objective.Monge;
import org.leastaction.flow.objective.Monge.Gap;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.Sum;
import org.leastaction.flow.objective.TransportPenalty.CostScale;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Networks;

class MongeTrainingTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    /** The term of another objective; the cross entropy, which all weights affect, has the weight 0. */
    private record Alone(Objective objective) implements Objective {

        @Override
        public String key() {
            return "alone";
        }

        @Override
        public String formula() {
            return "C";
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return objective.term(flow, arithmetic);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return arithmetic.add(term, arithmetic.multiply(crossEntropy, 0));
        }
    }

    /** The mean square distance from x·(1 + |x|²), the gradient of the convex |x|²/2 + |x|⁴/4. */
    private record Towards() implements Objective {

        @Override
        public String key() {
            return "towards";
        }

        @Override
        public String formula() {
            return "mean |T(x) - x (1 + |x|²)|²";
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) {
            T x = flow.encoded();
            T target = a.multiply(x, a.add(a.sumOfElements(a.square(x)), 1));
            return a.meanOfPowers(a.subtract(flow.blocks().get(flow.blocks().size() - 1).output(), target), 2);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return term;
        }
    }

    private static Monge monge(Gap gap, int draws) {
        return new Monge(0.5, gap, draws, CostScale.SUM);
    }

    static Stream<Arguments> networks() {
        NetworkSpec plane = Networks.family("mlp").network(List.of(2), 2).with("blocks", 2).with("width", 3);
        NetworkSpec images =
                Networks.family("resnet9").network(List.of(6, 6, 1), 3).with("blocks", 2).with("filters", 4);
        // Beside residues, normalised to 1, the identity is optimal and the gap 0 unless states are few numbers, and small.
        NetworkSpec dots = Networks.family("resnet9").network(List.of(2, 2, 1), 3).with("blocks", 2).with("filters", 4);
        NetworkSpec segments = Networks.family("resnet").network(List.of(6, 6, 1), 3)
                .with("blocks", List.of(1, 1)).with("filters", 2);
        return Stream.of(
                Arguments.of(plane, Gap.EXACT, true), Arguments.of(plane, Gap.SLICED, true),
                Arguments.of(plane, Gap.ASYMMETRY, true),
                Arguments.of(plane.with("batch-norm", false), Gap.ASYMMETRY, true),
                Arguments.of(dots, Gap.EXACT, true), Arguments.of(images, Gap.SLICED, true),
                Arguments.of(images.with("batch-norm", false), Gap.ASYMMETRY, true),
                Arguments.of(segments, Gap.SLICED, true),
                // Statistics inside the fused operation are constants of the gradient too.
                Arguments.of(images, Gap.ASYMMETRY, false), Arguments.of(segments, Gap.ASYMMETRY, false));
    }

    /** In the direction of steepest descent, the term falls as the gradient's length says. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("networks")
    void gradientsAreThoseOfFiniteDifferences(NetworkSpec spec, Gap gap, boolean whole) {
        int n = 16;
        Random random = new Random(4);
        float[] points = new float[n * spec.inputDimension()];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian() * (gap == Gap.EXACT && spec.inputDimension() > 2 ? 0.05f : 1);
        }
        double rate = 1e-2;
        Sgd plain = new Sgd(rate, 0, 0, StepSchedule.constant());
        try (TrainingGraph graph = new TrainingGraph(spec, new Alone(monge(gap, 2)), plain, 1, ONE_THREAD)) {
            InitialWeights initial = new InitialWeights(Initialisation.normal(0.7), 3);
            Map<String, float[]> start = new LinkedHashMap<>();
            graph.parameters().forEach(parameter -> start.put(parameter.name(), initial.of(parameter)));
            double at = termAt(graph, start, points, n, rate);
            Map<String, float[]> gradient = new LinkedHashMap<>();
            double square = 0;
            NetworkWeights moved = graph.weights().get(0);
            for (String name : start.keySet()) {
                float[] before = start.get(name);
                float[] after = moved.of(name, before.length);
                float[] slope = new float[before.length];
                for (int i = 0; i < before.length && !name.contains("running"); i++) {
                    slope[i] = (float) ((before[i] - after[i]) / rate);
                    square += slope[i] * (double) slope[i];
                }
                gradient.put(name, slope);
            }
            assertThat(at).as("the gap").isPositive();
            assertThat(square).as("|gradient|²").isPositive();
            double h = 2e-3 / Math.sqrt(square);
            double above = termAt(graph, along(start, gradient, h), points, n, rate);
            double below = termAt(graph, along(start, gradient, -h), points, n, rate);
            double slope = (above - below) / (2 * h);
            if (whole) {
                assertThat(slope).isCloseTo(square, within(0.03 * square));
            }
        }
    }

    private static double termAt(TrainingGraph graph, Map<String, float[]> weights, float[] points, int n,
            double rate) {
        graph.start(List.of(new NetworkWeights(weights)), new float[1]);
        return graph.step(points, new int[n], n, rate, 1, 0, new long[] {7}).transportCost()[0];
    }

    private static Map<String, float[]> along(Map<String, float[]> weights, Map<String, float[]> direction, double h) {
        Map<String, float[]> moved = new LinkedHashMap<>();
        weights.forEach((name, values) -> {
            float[] copy = values.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] += (float) (h * direction.get(name)[i]);
            }
            moved.put(name, copy);
        });
        return moved;
    }

    private static TrainingRun run(Objective objective, long seed, int epochs) {
        return new TrainingRun(
                Networks.family("mlp").network(List.of(2), 2).with("blocks", 4).with("width", 16).with("batch-norm",
                        false),
                Initialisation.uniform(1), objective,
                TrainingOptions.defaults().withEpochs(epochs).withBatch(64).withSeed(seed)
                        .withOptimiser(Adam.defaults().withLearningRate(0.005)),
                disc(256, seed), disc(100, seed + 100));
    }

    private static LabelledPoints disc(int n, long seed) {
        Random random = new Random(seed);
        float[] points = new float[2 * n];
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * random.nextDouble();
            double radius = Math.sqrt(random.nextDouble());
            points[2 * i] = (float) (radius * Math.cos(angle));
            points[2 * i + 1] = (float) (radius * Math.sin(angle));
        }
        return new LabelledPoints(FloatPoints.wrap(points, n, 2), new int[n], 2, List.of(2));
    }

    @Test
    void aNetworkTrainedTowardsAConvexGradientHasNoGap() throws Exception {
        Objective objective = new Sum(new Towards(), List.of(monge(Gap.EXACT, 1)));
        TrainingRun run = run(objective, 5, 60);
        try (TrainedFlow trained =
                new TensorFlowTrainer().train(List.of(run), ONE_THREAD, TrainingListener.NONE).get(0)) {
            FloatPoints x = run.test().points();
            FloatPoints y = trained.model().transport(x, BlockObserver.NONE);
            double displacement = 0;
            for (int i = 0; i < x.size(); i++) {
                displacement += Math.pow(y.get(i, 0) - x.get(i, 0), 2) + Math.pow(y.get(i, 1) - x.get(i, 1), 2);
            }
            displacement /= x.size();
            double gap = displacement - Wasserstein.exact(x, y).cost();
            assertThat(trained.curve().epochs().get(59).transportCost()).as("mean square error").isLessThan(0.05);
            assertThat(displacement).as("the points move").isGreaterThan(0.1);
            assertThat(gap).isBetween(-1e-6, 1e-3);
        }
    }

    @Test
    void instancesThatTrainTogetherDoNotSeeOneAnother() throws Exception {
        Objective objective = new Sum(Objective.leastAction(5, 1, 5),
                List.of(monge(Gap.EXACT, 1), monge(Gap.SLICED, 3), monge(Gap.ASYMMETRY, 1)));
        List<TrainingRun> runs = Stream.of(1L, 2L, 3L).map(seed -> run(objective, seed, 2)).toList();
        List<TrainedFlow> together = new TensorFlowTrainer().train(runs, ONE_THREAD, TrainingListener.NONE);
        for (int i = 0; i < runs.size(); i++) {
            try (TrainedFlow beside = together.get(i);
                    TrainedFlow alone = new TensorFlowTrainer()
                            .train(List.of(runs.get(i)), ONE_THREAD, TrainingListener.NONE).get(0)) {
                assertThat(beside.curve().epochs().get(1).transportCost()).as("run %d", i)
                        .isCloseTo(alone.curve().epochs().get(1).transportCost(), within(1e-4));
            }
        }
    }

    /** An assignment of what another assignment gives. */
    private record Nested() implements Objective {

        @Override
        public String key() {
            return "nested";
        }

        @Override
        public String formula() {
            return "nested";
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) {
            T end = flow.blocks().get(0).output();
            return a.mean(a.assigned(flow.encoded(), a.assigned(flow.encoded(), end)));
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return crossEntropy;
        }
    }

    @Test
    void assignmentsOfAssignmentsAreRefused() {
        NetworkSpec plane = Networks.family("mlp").network(List.of(2), 2).with("blocks", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingGraph(plane, new Nested(), Adam.defaults(), 1, ONE_THREAD))
                .withMessageContaining("depends on the result of another assignment");
    }
}
