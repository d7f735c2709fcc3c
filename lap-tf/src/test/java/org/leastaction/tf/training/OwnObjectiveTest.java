package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Arithmetic;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.flow.objective.Multiplier;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.InputFileException;
import org.leastaction.tf.network.Networks;

class OwnObjectiveTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    /** An objective with a configurable behaviour. */
    private record Odd(String behaviour, double weight) implements Objective {

        @Override
        public String key() {
            return "odd";
        }

        @Override
        public String formula() {
            return "odd";
        }

        @Override
        public Multiplier multiplier() {
            return behaviour.equals("no λ") ? Multiplier.none() : Multiplier.constant(weight);
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) {
            T v = flow.blocks().get(0).residue();
            T last = flow.blocks().get(flow.blocks().size() - 1).residue();
            return switch (behaviour) {
                case "null" -> null;
                case "elements" -> v;
                case "samples" -> a.sumOfElements(v);
                case "throws" -> throw new IllegalStateException("out of luck");
                case "segments" -> a.mean(a.add(v, last));
                case "nothing" -> a.total(List.of());
                case "number" -> a.sumOfElements(a.mean(v));
                default -> a.meanOfPowers(v, 2);
            };
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> a) {
            return behaviour.equals("constant") ? a.constant(1) : a.add(crossEntropy, a.multiply(lambda, term));
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("null", "the objective odd fails: it returns null, not a number"),
                Arguments.of("elements", "the term of the objective odd must be a number, not 2 elements a sample"),
                Arguments.of("samples", "the term of the objective odd must be a number, not one number a sample"),
                Arguments.of("throws", "the objective odd fails: out of luck"),
                Arguments.of("no λ", "the objective odd fails: "),
                Arguments.of("nothing", "the objective odd fails: a total needs at least one value"),
                Arguments.of("number", "the objective odd fails: a sum over elements needs elements, not a number"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whatFailsIsNamed(String behaviour, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingGraph(
                        Networks.family("mlp").network(List.of(2), 2).with("blocks", 2),
                        new Odd(behaviour, 1), Adam.defaults(), 2, ONE_THREAD))
                .withMessageContaining(sentence);
    }

    @Test
    void segmentsDoNotMix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingGraph(
                        Networks.family("resnet").network(List.of(6, 6, 1), 3).with("blocks", List.of(1, 1)),
                        new Odd("segments", 1), Adam.defaults(), 1, ONE_THREAD))
                .withMessageContaining("do not fit each other");
    }

    /** A run alone and beside others: the term does not depend on other instances. */
    @Test
    void instancesThatTrainTogetherDoNotSeeOneAnother() throws InterruptedException {
        Objective objective = new MixedObjective(Multiplier.uzawa(2, 0.5, 3));
        List<TrainingRun> runs = Stream.of(1L, 2L, 3L).map(seed -> run(objective, seed)).toList();
        List<TrainedFlow> together = new TensorFlowTrainer().train(runs, ONE_THREAD, TrainingListener.NONE);
        for (int i = 0; i < runs.size(); i++) {
            try (TrainedFlow alone = new TensorFlowTrainer()
                    .train(List.of(runs.get(i)), ONE_THREAD, TrainingListener.NONE).get(0);
                    TrainedFlow beside = together.get(i)) {
                for (int e = 0; e < 4; e++) {
                    double expected = alone.curve().epochs().get(e).transportCost();
                    assertThat(beside.curve().epochs().get(e).transportCost()).as("term of run %d, epoch %d", i, e)
                            .isCloseTo(expected, within(1e-3 * (1 + Math.abs(expected))));
                }
            }
        }
    }

    @Test
    void aCheckpointOfAnotherObjectiveIsRefused(@TempDir Path folder) throws Exception {
        Checkpointing checkpointing = Checkpointing.in(folder.resolve("state")).withInterval(Duration.ZERO);
        train(new Odd("as it should", 1), checkpointing);
        train(new Odd("as it should", 1), checkpointing);
        for (Objective other : List.of(
                new Odd("as it should", 2), new Odd("otherwise", 1), Objective.fixed(1), Objective.vanilla())) {
            assertThatThrownBy(() -> train(other, checkpointing)).as("%s", other)
                    .isInstanceOf(InputFileException.class).hasMessageContaining("objective");
        }
    }

    private static void train(Objective objective, Checkpointing checkpointing) throws Exception {
        new TensorFlowTrainer().train(List.of(run(objective, 1)), ONE_THREAD, TrainingListener.NONE, checkpointing)
                .get(0).close();
    }

    private static TrainingRun run(Objective objective, long seed) {
        return new TrainingRun(
                Networks.family("mlp").network(List.of(2), 2).with("blocks", 3).with("width", 4),
                Initialisation.normal(0.5),
                objective,
                TrainingOptions.defaults().withEpochs(4).withBatch(16).withSeed(seed),
                TrainingData.halves(50, seed),
                TrainingData.halves(40, seed + 1000));
    }
}
