package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.proto.ModelBuilder;
import org.leastaction.onnx.proto.ModelBuilder.Attribute;
import org.leastaction.points.FloatPoints;

/** Untrusted files: they are refused by one sentence that names the file. */
class UntrustedFileTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    @TempDir
    Path folder;

    static Stream<Arguments> hostile() {
        long huge = 1L << 40;
        return Stream.of(
                Arguments.of("a circle", ModelBuilder.of(1, 2).node("Add", "x b -> a").node("Add", "a x -> b")
                        .node("Add", "b x -> y"), "a cycle of operations"),
                Arguments.of("a tensor from nowhere", ModelBuilder.of(1, 2).node("Add", "x z -> y"),
                        "no operation produces"),
                Arguments.of("a tensor with two origins", ModelBuilder.of(1, 2).node("Relu", "x -> y")
                        .node("Abs", "x -> y"), "is produced twice"),
                Arguments.of("no output", ModelBuilder.of(1, 2).node("Relu", "x -> z"), "no output"),
                Arguments.of("two inputs", ModelBuilder.of(1, 2).input("z", 3, 2).node("Add", "x z -> y"),
                        "its inputs take different numbers of samples, x 1, z 3"),
                Arguments.of("an input without samples", ModelBuilder.of(1, 2).input("z").node("Add", "x z -> y"),
                        "its input 'z' has no axis of samples"),
                Arguments.of("huge inputs", ModelBuilder.of(1, 2).input("z", 1, huge, huge).node("Add", "x z -> y"),
                        "at most 16777216 can be read"),
                Arguments.of("a huge input", ModelBuilder.of(1, huge, huge).node("Relu", "x -> y"),
                        "not a possible size of an input"),
                Arguments.of("a free input", ModelBuilder.of(1, -1, -1).node("Relu", "x -> y"),
                        "--input-shape (here 2 numbers"),
                Arguments.of("a huge constant", ModelBuilder.of(1, 2).constant("w", 8, huge, huge)
                        .node("Add", "x w -> y"), "larger than any memory"),
                Arguments.of("a large constant", ModelBuilder.of(1, 2).constant("w", 8, huge)
                        .node("Add", "x w -> y"), "needs 4398046511104 bytes and has 8"),
                Arguments.of("a negative constant", ModelBuilder.of(1, 2).constant("w", 8, -2)
                        .node("Add", "x w -> y"), "has the shape [-2]"),
                Arguments.of("a huge expansion", ModelBuilder.of(1, 2).integers("s", 1 << 20, 1 << 20, 2)
                        .node("Expand", "x s -> y"), "2 GiB"),
                Arguments.of("a huge tiling", ModelBuilder.of(1, 2).integers("r", 1 << 30, 1 << 30)
                        .node("Tile", "x r -> y"), "larger than any memory"),
                Arguments.of("a huge constant made on the way", ModelBuilder.of(1, 2).integers("s", huge)
                        .node("ConstantOfShape", "s -> c").node("ReduceSum", "c -> z")
                        .node("Add", "x z -> y"), "2 GiB"),
                Arguments.of("a huge padding", ModelBuilder.of(1, 2).integers("p", 0, 0, 0, huge)
                        .node("Pad", "x p -> y"), ""),
                Arguments.of("no groups", convolution(Attribute.number("group", 0)), "group [0]"),
                Arguments.of("no stride", convolution(Attribute.numbers("strides", 0, 0)), "strides [0, 0]"),
                Arguments.of("no kernel", convolution(Attribute.numbers("kernel_shape", 0, 0)), "kernel_shape [0, 0]"),
                Arguments.of("pads below 0", convolution(Attribute.numbers("pads", -9, -9, -9, -9)), "pads"),
                Arguments.of("a branch", ModelBuilder.of(1, 2).node("If", "x -> y", Attribute.graph("then_branch")),
                        "branches or loops"),
                Arguments.of("an operator of a library", ModelBuilder.of(1, 2).node("ai.onnx.contrib::PyOp", "x -> y"),
                        "is of the domain 'ai.onnx.contrib'"),
                Arguments.of("an operator of trees", ModelBuilder.of(1, 2).node("ai.onnx.ml::Scaler", "x -> y"),
                        "is of the domain 'ai.onnx.ml'"),
                Arguments.of("an operator of PyTorch", ModelBuilder.of(1, 2).node("org.pytorch.aten::ATen", "x -> y"),
                        "is of the domain 'org.pytorch.aten'"),
                Arguments.of("an operator of a domain like ONNX's",
                        ModelBuilder.of(1, 2).node("ai.onnx2::Relu", "x -> y"),
                        "is of the domain 'ai.onnx2'"),
                Arguments.of("a compiled program", ModelBuilder.of(1, 2).node("com.microsoft::EPContext", "x -> y"),
                        "contains a compiled program, which is not run"),
                Arguments.of("random numbers", ModelBuilder.of(1, 2).node("RandomNormalLike", "x -> y"), "is random"),
                Arguments.of("an unknown operator", ModelBuilder.of(1, 2).node("Frobnicate", "x -> y"),
                        "cannot be run"),
                Arguments.of("an operator set of the future", ModelBuilder.of(1, 2).opset(4000).node("Relu", "x -> y"),
                        "cannot be run"),
                Arguments.of("a shape that depends on values", ModelBuilder.of(1, 2).node("NonZero", "x -> z")
                        .node("Cast", "z -> y", Attribute.number("to", 1)), "cannot be inferred"),
                Arguments.of("weights outside the folder", external("../weights"),
                        "only files in the model's own folder"),
                Arguments.of("weights of the root", external("/etc/passwd"), "only files in the model's own folder"),
                Arguments.of("weights in a folder below", external("below/weights"), "own folder"),
                Arguments.of("weights nowhere", external(""), "own folder"),
                Arguments.of("weights that are missing", external("missing"), "missing or no plain file"),
                Arguments.of("weights in a folder", external("."), "own folder"));
    }

    private static ModelBuilder convolution(Attribute attribute) {
        return ModelBuilder.of(1, 1, 4, 4).constant("w", 4, 1, 1, 1, 1).node("Conv", "x w -> y", attribute);
    }

    private static ModelBuilder external(String location) {
        return ModelBuilder.of(1, 2).external("w", location, "0", "8", 2).node("Add", "x w -> y");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void hostileFilesAreRefusedInOneSentence(String what, ModelBuilder model, String reason) throws IOException {
        Path file = model.write(folder.resolve("model.onnx"));
        assertThatThrownBy(() -> new OnnxBackend().open(file, ONE_THREAD))
                .as(what)
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason)
                .satisfies(refused -> assertThat(refused.getMessage().lines()).hasSize(1));
    }

    @Test
    void weightsBehindASymbolicLinkAreNotRead() throws IOException {
        Path secret = Files.write(Files.createTempFile("secret", ""), new byte[8]);
        Files.createSymbolicLink(folder.resolve("link"), secret);
        Path file = external("link").write(folder.resolve("model.onnx"));
        assertThatThrownBy(() -> new OnnxBackend().open(file, ONE_THREAD)).hasMessageContaining("no plain file");
        Files.delete(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "-1", "x", "4"})
    void weightsBeyondTheirFileAreRefused(String offset) throws IOException {
        Files.write(folder.resolve("weights"), new byte[8]);
        Path file = ModelBuilder.of(1, 2).external("w", "weights", offset, "8", 2).node("Add", "x w -> y")
                .write(folder.resolve("model.onnx"));
        assertThatThrownBy(() -> new OnnxBackend().open(file, ONE_THREAD))
                .isInstanceOf(InputFileException.class).hasMessageContaining("'w'");
    }

    /** As PyTorch writes large networks: weights in a separate file. A map of the plane without blocks. */
    @Test
    void weightsBesideTheModelAreRead() throws IOException {
        ByteBuffer weights = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        weights.putFloat(9).putFloat(0.5f).putFloat(-2);
        Files.write(folder.resolve("model.onnx.data"), weights.array());
        Path file = ModelBuilder.of(-1, 2).external("w", "model.onnx.data", "4", "8", 2).node("Add", "x w -> y")
                .write(folder.resolve("model.onnx"));
        try (FlowModel model = new OnnxBackend().open(file, ONE_THREAD)) {
            FloatPoints point = FloatPoints.of(new float[][] {{1, 1}});
            assertThat(model.transport(model.encode(point), BlockObserver.NONE).toArray()).containsExactly(1.5f, -1);
            assertThat(model.shape().classes()).isZero();
            assertThatThrownBy(() -> model.classify(point)).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(GoldenNetworks.file("plane.onnx"));
        Path file = folder.resolve("model.onnx");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> new OnnxBackend().open(file, ONE_THREAD).close())
                    .as("the first %d bytes of %d", length, whole.length)
                    .isInstanceOf(InputFileException.class).hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void aNetworkWithoutBlocksThatChangesTheDimensionIsNoFlow() throws IOException {
        Path file = ModelBuilder.of(-1, 2).constant("w", 24, 2, 3).node("MatMul", "x w -> y")
                .write(folder.resolve("model.onnx"));
        assertThatThrownBy(() -> new OnnxBackend().open(file, ONE_THREAD))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("no residual block was found in it, and it maps [2] to [3]");
    }
}
