package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.leastaction.flow.contract.Batches.assertBitEqual;
import static org.leastaction.flow.contract.Batches.assertClose;
import static org.leastaction.flow.contract.Batches.assertShape;
import static org.leastaction.flow.contract.Batches.copy;
import static org.leastaction.flow.contract.Batches.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.Segment;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.points.FloatPoints;

/**
 * The contract of {@link FlowModel}, as tests: extend this class and implement how a model is opened.
 *
 * <p>Every test opens its own model and closes it. The tests of a role that {@link #roles()} does not name are skipped
 * with a message, after a check that the model does not have the role.
 */
public abstract class FlowModelContract extends FlowLayersContract {

    /**
     * The blocks whose shortcut is not the identity. By default the first of each segment that changes the particle's
     * shape.
     */
    protected Set<Integer> projectingBlocks(FlowShape shape) {
        Set<Integer> blocks = new HashSet<>();
        List<Integer> incoming = shape.encoded();
        int first = 0;
        for (Segment segment : shape.segments()) {
            if (!segment.shape().equals(incoming)) {
                blocks.add(first);
            }
            first += segment.blocks();
            incoming = segment.shape();
        }
        return blocks;
    }

    /** Opens a model that the role 'save' wrote; to be overridden where {@link #roles()} contains {@link Saver}. */
    protected FlowModel reopen(Path folder) throws IOException {
        throw new UnsupportedOperationException("a test of a model with the role 'save' overrides reopen(Path)");
    }

    // Shapes and blocks

    @Test
    final void resultsHaveTheShapesThatTheModelStates() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints inputs = atLeastEight(inputs());
            FlowShape shape = model.shape();
            FloatPoints encoded = copy(model.encode(inputs));
            Transported transported = Transported.of(model, encoded);
            assertShape("inputs", inputs, inputs.size(), shape.inputDimension());
            assertShape("encoded points", encoded, inputs.size(), shape.encodedDimension());
            assertShape("transported points", transported.end(), inputs.size(), shape.transportedDimension());
            assertShape("log-probabilities", model.classify(transported.end()), inputs.size(), shape.classes());
            for (BlockStep step : transported.steps()) {
                int dimension = shape.segments().get(step.segment()).dimension();
                assertShape("shortcut of block " + step.block(), step.shortcut(), inputs.size(), dimension);
                assertShape("residue of block " + step.block(), step.residue(), inputs.size(), dimension);
                assertShape("output of block " + step.block(), step.output(), inputs.size(), dimension);
            }
        }
    }

    @Test
    final void blocksComeInOrderOnceEachWithTheirSegment() throws IOException {
        try (FlowModel model = open()) {
            List<BlockStep> steps = Transported.of(model, encoded(model)).steps();
            assertThat(steps).extracting(BlockStep::block)
                    .as("block indices, as the observer hears them")
                    .isEqualTo(IntStream.range(0, model.shape().blocks()).boxed().toList());
            List<Segment> segments = model.shape().segments();
            assertThat(steps).extracting(BlockStep::segment)
                    .as("segment indices, as the observer hears them")
                    .isEqualTo(IntStream.range(0, segments.size()).boxed()
                            .flatMap(s -> Stream.generate(() -> s).limit(segments.get(s).blocks()))
                            .toList());
        }
    }

    @Test
    final void residueIsOutputMinusShortcut() throws IOException {
        try (FlowModel model = open()) {
            for (BlockStep step : Transported.of(model, encoded(model)).steps()) {
                float[] sum = step.shortcut().toArray();
                float[] residue = step.residue().toArray();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += residue[i];
                }
                assertClose("shortcut + residue of block " + step.block(),
                        FloatPoints.wrap(sum, step.output().size(), step.output().dimension()), step.output(),
                        tolerances().rounding());
            }
        }
    }

    @Test
    final void identityShortcutIsTheOutputOfTheBlockBefore() throws IOException {
        try (FlowModel model = open()) {
            Set<Integer> projecting = projectingBlocks(model.shape());
            FloatPoints previous = encoded(model);
            for (BlockStep step : Transported.of(model, previous).steps()) {
                if (!projecting.contains(step.block())) {
                    assertBitEqual("shortcut of block " + step.block() + " and what came in",
                            step.shortcut(), previous);
                }
                previous = step.output();
            }
        }
    }

    @Test
    final void transportReturnsTheLastOutput() throws IOException {
        try (FlowModel model = open()) {
            Transported transported = Transported.of(model, encoded(model));
            List<BlockStep> steps = transported.steps();
            assertThat(steps).as("steps that the observer saw").isNotEmpty();
            assertBitEqual("transported points and the last block's output",
                    transported.end(), steps.get(steps.size() - 1).output());
        }
    }

    @Test
    final void transportIsTheSameUnobserved() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints encoded = encoded(model);
            FloatPoints observed = copy(Transported.of(model, encoded).end());
            assertClose("transport without an observer", model.transport(encoded, BlockObserver.NONE), observed,
                    tolerances().rounding());
        }
    }

    // Classes

    @Test
    final void probabilitiesAreInTheUnitIntervalAndSumToOne() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints logProbabilities = model.classify(model.transport(encoded(model), BlockObserver.NONE));
            double tolerance = tolerances().probability();
            for (int i = 0; i < logProbabilities.size(); i++) {
                double sum = 0;
                for (int c = 0; c < logProbabilities.dimension(); c++) {
                    double probability = Math.exp(logProbabilities.get(i, c));
                    assertThat(probability).as("probability of class %d of point %d", c, i).isBetween(0.0,
                            1 + tolerance);
                    sum += probability;
                }
                assertThat(sum).as("sum of the probabilities of point %d", i).isCloseTo(1, within(tolerance));
            }
        }
    }

    // Batches

    @Test
    final void aBatchSplitDoesNotChangeResults() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints inputs = atLeastEight(inputs());
            FloatPoints whole = run(model, inputs);
            for (int size : new int[] {1, 3, inputs.size() - 1}) {
                for (int from = 0; from < inputs.size(); from += size) {
                    int to = Math.min(inputs.size(), from + size);
                    assertClose("points " + from + " to " + to + " in a batch of their own",
                            run(model, inputs.rows(from, to)), whole.rows(from, to), tolerances().rounding());
                }
            }
        }
    }

    @Test
    final void blockStatesDoNotDependOnTheBatch() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints encoded = encoded(model);
            List<BlockStep> whole = Transported.of(model, encoded).steps();
            List<BlockStep> single = Transported.of(model, copy(encoded.rows(4, 5))).steps();
            assertThat(single).as("steps of a batch of one").hasSameSizeAs(whole);
            for (int k = 0; k < whole.size(); k++) {
                assertClose("residue of block " + k + " in a batch of one",
                        single.get(k).residue(), whole.get(k).residue().rows(4, 5), tolerances().rounding());
                assertClose("output of block " + k + " in a batch of one",
                        single.get(k).output(), whole.get(k).output().rows(4, 5), tolerances().rounding());
            }
        }
    }

    @Test
    final void theSameBatchTwiceIsBitEqual() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints encoded = encoded(model);
            assertBitEqual("encode, again", model.encode(inputs()), encoded);
            Transported first = Transported.of(model, encoded);
            FloatPoints end = copy(first.end());
            Transported second = Transported.of(model, encoded);
            assertBitEqual("transport, again", second.end(), end);
            for (int k = 0; k < first.steps().size(); k++) {
                assertBitEqual("residue of block " + k + ", again",
                        second.steps().get(k).residue(), first.steps().get(k).residue());
            }
            FloatPoints classes = copy(model.classify(end));
            assertBitEqual("classify, again", model.classify(end), classes);
        }
    }

    @Test
    final void aResultOutlivesTheNextCall() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints inputs = atLeastEight(inputs());
            FloatPoints first = copy(inputs.rows(0, 4));
            FloatPoints second = copy(inputs.rows(4, 8));
            assertUnchangedBy("encode", model::encode, first, second);
            FloatPoints firstEncoded = copy(model.encode(first));
            FloatPoints secondEncoded = copy(model.encode(second));
            assertUnchangedBy("transport", x -> model.transport(x, BlockObserver.NONE), firstEncoded, secondEncoded);
            FloatPoints firstEnd = copy(model.transport(firstEncoded, BlockObserver.NONE));
            FloatPoints secondEnd = copy(model.transport(secondEncoded, BlockObserver.NONE));
            assertUnchangedBy("classify", model::classify, firstEnd, secondEnd);
        }
    }

    @Test
    final void aViewWithAnOffsetGivesTheResultsOfItsCopy() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints inputs = atLeastEight(inputs());
            FloatPoints encoded = copy(model.encode(copy(inputs)));
            assertBitEqual("encode of a view", model.encode(embedded(inputs)), encoded);
            FloatPoints end = copy(model.transport(encoded, BlockObserver.NONE));
            assertBitEqual("transport of a view", model.transport(embedded(encoded), BlockObserver.NONE), end);
            FloatPoints classes = copy(model.classify(end));
            assertBitEqual("classify of a view", model.classify(embedded(end)), classes);
        }
    }

    @Test
    final void whatIsPassedInIsNotModified() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints inputs = embedded(atLeastEight(inputs()));
            assertNotModified("encode", inputs, model::encode);
            FloatPoints encoded = embedded(model.encode(inputs));
            assertNotModified("transport", encoded, x -> model.transport(x, BlockObserver.NONE));
            FloatPoints end = embedded(model.transport(encoded, BlockObserver.NONE));
            assertNotModified("classify", end, model::classify);
        }
    }

    // Passes

    @Test
    final void aPassShowsAndGivesWhatThePartsDo() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints inputs = embedded(atLeastEight(inputs()));
            FloatPoints encoded = copy(model.encode(inputs));
            Transported parts = Transported.of(model, encoded);
            FloatPoints answers = copy(model.classify(copy(parts.end())));
            for (int batch : new int[] {1, 3, inputs.size() + 1}) {
                Passed passed = Passed.of(model, inputs, batch);
                assertThat(passed.answers().isPresent()).as("answers of a pass").isEqualTo(model.shape().classes() > 0);
                assertClose("answers of a pass in batches of " + batch, passed.answers().orElseThrow(), answers,
                        tolerances().rounding());
                for (BlockStep step : parts.steps()) {
                    String of = " of block " + step.block() + " in a pass in batches of " + batch;
                    BlockStep own = passed.steps().get(step.block());
                    assertThat(own.segment()).as("segment" + of).isEqualTo(step.segment());
                    assertClose("shortcut" + of, own.shortcut(), step.shortcut(), tolerances().rounding());
                    assertClose("residue" + of, own.residue(), step.residue(), tolerances().rounding());
                    assertClose("output" + of, own.output(), step.output(), tolerances().rounding());
                }
            }
            assertClose("answers of a pass that nobody sees",
                    model.pass(inputs, 2, BatchObserver.NONE).orElseThrow(), answers, tolerances().rounding());
        }
    }

    @Test
    final void theSamePassTwiceIsBitEqual() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints inputs = atLeastEight(inputs());
            Passed first = Passed.of(model, inputs, 2);
            Passed second = Passed.of(model, inputs, 2);
            assertBitEqual("answers of a pass, again", second.answers().orElseThrow(), first.answers().orElseThrow());
            for (int k = 0; k < first.steps().size(); k++) {
                assertBitEqual("residue of block " + k + " in a pass, again",
                        second.steps().get(k).residue(), first.steps().get(k).residue());
            }
        }
    }

    @Test
    final void aPassRefusesWhatNoPartTakes() throws IOException {
        FlowModel model = open();
        FloatPoints inputs = inputs();
        assertRefusesDimension(
                "pass", model.shape().inputDimension(), x -> model.pass(x, 4, BatchObserver.NONE).orElseThrow());
        assertThatIllegalArgumentException().as("a pass of no point")
                .isThrownBy(() -> model.pass(Batches.empty(inputs.dimension()), 4, BatchObserver.NONE));
        assertThatIllegalArgumentException().as("a pass in batches of 0")
                .isThrownBy(() -> model.pass(inputs, 0, BatchObserver.NONE));
        RuntimeException thrown = new ObserverFailed("pass");
        assertThatThrownBy(() -> model.pass(inputs, 1, (firstRow, step) -> {
            throw thrown;
        })).as("what the caller gets of an exception that an observer throws in a pass").isSameAs(thrown);
        assertThatCode(() -> model.pass(inputs, 1, BatchObserver.NONE)).as("the next pass").doesNotThrowAnyException();
        model.close();
        assertRefusesClosed("pass", () -> model.pass(inputs, 4, BatchObserver.NONE));
    }

    // Wrong use

    @Test
    final void aWrongDimensionIsRefusedNamingBoth() throws IOException {
        try (FlowModel model = open()) {
            FlowShape shape = model.shape();
            assertRefusesDimension("encode", shape.inputDimension(), model::encode);
            assertRefusesDimension("transport", shape.encodedDimension(), x -> model.transport(x, BlockObserver.NONE));
            assertRefusesDimension("classify", shape.transportedDimension(), model::classify);
        }
    }

    @Test
    final void anEmptyBatchIsRefused() throws IOException {
        try (FlowModel model = open()) {
            FlowShape shape = model.shape();
            assertThatIllegalArgumentException().as("encode of no point")
                    .isThrownBy(() -> model.encode(Batches.empty(shape.inputDimension())));
            assertThatIllegalArgumentException().as("transport of no point")
                    .isThrownBy(() -> model.transport(Batches.empty(shape.encodedDimension()), BlockObserver.NONE));
            assertThatIllegalArgumentException().as("classify of no point")
                    .isThrownBy(() -> model.classify(Batches.empty(shape.transportedDimension())));
        }
    }

    @Test
    final void aClosedModelSaysSo() throws IOException {
        FlowModel model = open();
        FloatPoints inputs = inputs();
        FloatPoints encoded = encoded(model);
        FloatPoints end = copy(model.transport(encoded, BlockObserver.NONE));
        Optional<JacobianProducts> jacobian = model.role(JacobianProducts.class);
        Optional<BlockJacobianProducts> blocks = model.role(BlockJacobianProducts.class);
        Optional<LossGradients> loss = model.role(LossGradients.class);
        Optional<Decoder> decoder = model.role(Decoder.class);
        Optional<LayerDescriber> layers = model.role(LayerDescriber.class);
        model.close();
        assertRefusesClosed("encode", () -> model.encode(inputs));
        assertRefusesClosed("transport", () -> model.transport(encoded, BlockObserver.NONE));
        assertRefusesClosed("classify", () -> model.classify(end));
        jacobian.ifPresent(role -> {
            assertRefusesClosed("jacobianVector", () -> role.jacobianVector(encoded, encoded));
            assertRefusesClosed("vectorJacobian", () -> role.vectorJacobian(encoded, end));
        });
        blocks.ifPresent(role -> assertRefusesClosed(
                "blockJacobianVector", () -> role.blockJacobianVector(0, encoded, encoded)));
        loss.ifPresent(role -> assertRefusesClosed(
                "lossGradients", () -> role.lossGradients(inputs, new int[inputs.size()])));
        decoder.ifPresent(role -> assertRefusesClosed("decode", () -> role.decode(encoded)));
        layers.ifPresent(role -> assertRefusesClosed("describe", role::describe));
    }

    @Test
    final void closingTwiceDoesNothing() throws IOException {
        FlowModel model = open();
        model.close();
        assertThatCode(model::close).as("closing a closed model").doesNotThrowAnyException();
    }

    @Test
    final void anObserversExceptionReachesTheCallerAndTheModelGoesOn() throws IOException {
        try (FlowModel model = open()) {
            FloatPoints encoded = encoded(model);
            FloatPoints end = copy(model.transport(encoded, BlockObserver.NONE));
            int last = model.shape().blocks() - 1;
            for (int k : new int[] {0, last}) {
                RuntimeException thrown = new ObserverFailed("block " + k);
                assertThatThrownBy(() -> model.transport(encoded, step -> {
                    if (step.block() == k) {
                        throw thrown;
                    }
                })).as("what the caller gets of an exception thrown at block %d", k).isSameAs(thrown);
                assertBitEqual("transport after an observer's exception",
                        model.transport(encoded, BlockObserver.NONE), end);
            }
        }
    }

    // Roles

    @Test
    final void rolesArePresentExactlyIfStated() throws IOException {
        try (FlowModel model = open()) {
            assertThat(roles()).as("roles of a model").contains(FlowModel.class).doesNotContain(FlowTrainer.class);
            assertThat(model.role(BlockCosts.class).isPresent())
                    .as("role BlockCosts").isEqualTo(roles().contains(BlockCosts.class));
            assertThat(model.role(JacobianProducts.class).isPresent())
                    .as("role JacobianProducts").isEqualTo(roles().contains(JacobianProducts.class));
            assertThat(model.role(BlockJacobianProducts.class).isPresent())
                    .as("role BlockJacobianProducts").isEqualTo(roles().contains(BlockJacobianProducts.class));
            assertThat(model.role(LossGradients.class).isPresent())
                    .as("role LossGradients").isEqualTo(roles().contains(LossGradients.class));
            assertThat(model.role(Decoder.class).isPresent())
                    .as("role Decoder").isEqualTo(roles().contains(Decoder.class));
            assertThat(model.role(Saver.class).isPresent())
                    .as("role Saver").isEqualTo(roles().contains(Saver.class));
            assertThat(model.role(LayerDescriber.class).isPresent())
                    .as("role LayerDescriber").isEqualTo(roles().contains(LayerDescriber.class));
            assertThat(model.role(UnknownRole.class)).as("a role that nobody has").isEmpty();
        }
    }

    @Test
    final void decodedParticlesHaveTheShapeOfInputs() throws IOException {
        try (FlowModel model = open()) {
            Decoder decoder = required(model, Decoder.class);
            FloatPoints encoded = encoded(model);
            FloatPoints decoded = copy(decoder.decode(encoded));
            assertShape("decoded points", decoded, encoded.size(), model.shape().inputDimension());
            assertThat(decoded.firstNonFinite()).as("first decoded point that is not finite").isEqualTo(-1);
            assertBitEqual("decode of a view", decoder.decode(embedded(encoded)), decoded);
            assertClose("decode of a batch of one",
                    decoder.decode(encoded.rows(2, 3)), decoded.rows(2, 3), tolerances().rounding());
            assertRefusesDimension("decode", model.shape().encodedDimension(), decoder::decode);
        }
    }

    @Test
    final void aSavedModelOpensBitEqual(@TempDir Path directory) throws IOException {
        Path folder = directory.resolve("model");
        try (FlowModel model = open()) {
            Saver saver = required(model, Saver.class);
            saver.save(folder);
            saver.save(folder); // in place of the model that stands there
            try (Stream<Path> siblings = Files.list(directory)) {
                assertThat(siblings).as("what saving leaves beside the model").containsExactly(folder);
            }
            FloatPoints encoded = encoded(model);
            Transported transported = Transported.of(model, encoded);
            FloatPoints end = copy(transported.end());
            FloatPoints classes = copy(model.classify(end));
            try (FlowModel again = reopen(folder)) {
                assertThat(again.shape()).as("shape of the model read back").isEqualTo(model.shape());
                assertBitEqual("encode of the model read back", again.encode(inputs()), encoded);
                Transported transportedAgain = Transported.of(again, encoded);
                assertBitEqual("transport of the model read back", transportedAgain.end(), end);
                for (int k = 0; k < transported.steps().size(); k++) {
                    assertBitEqual("residue of block " + k + " of the model read back",
                            transportedAgain.steps().get(k).residue(), transported.steps().get(k).residue());
                }
                assertBitEqual("classify of the model read back", again.classify(end), classes);
            }
        }
    }

    @Test
    final void savingWhereNothingCanBeWrittenNamesThePlace(@TempDir Path directory) throws IOException {
        Path folder = Files.writeString(directory.resolve("file"), "a file, hence no folder").resolve("model");
        try (FlowModel model = open()) {
            Saver saver = required(model, Saver.class);
            assertThatThrownBy(() -> saver.save(folder)).as("saving below a regular file")
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString());
        }
    }

    // How the checks are made

    private static FloatPoints run(FlowModel model, FloatPoints inputs) {
        FloatPoints encoded = copy(model.encode(inputs));
        return copy(model.classify(copy(model.transport(encoded, BlockObserver.NONE))));
    }

    private static void assertUnchangedBy(
            String what, UnaryOperator<FloatPoints> function, FloatPoints first, FloatPoints second) {
        FloatPoints result = function.apply(first);
        FloatPoints kept = copy(result);
        function.apply(second);
        assertBitEqual("result of " + what + " after the next call", result, kept);
    }

    private static void assertNotModified(String what, FloatPoints points, UnaryOperator<FloatPoints> function) {
        float[] before = points.array().clone();
        function.apply(points);
        assertThat(points.array()).as("array passed to " + what).containsExactly(before);
    }

    private static void assertRefusesClosed(String what, ThrowingCallable call) {
        assertThatIllegalStateException().as("%s of a closed model", what).isThrownBy(call);
    }

    private interface UnknownRole {}

    private static final class ObserverFailed extends RuntimeException {

        ObserverFailed(String where) {
            super(where);
        }
    }
}
