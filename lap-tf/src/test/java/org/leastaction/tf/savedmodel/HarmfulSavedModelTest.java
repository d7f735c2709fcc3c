package org.leastaction.tf.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.FlowModel;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.io.damage.Harmful;
import org.leastaction.tf.TensorFlowBackend;
import org.leastaction.tf.engine.Engine;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Damaged SavedModels, and small ones that would take more than any memory, stack or time. */
class HarmfulSavedModelTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeAll
    static void start() {
        Engine.start();
    }

    @BeforeEach
    void copyTheGoldenModel() throws IOException {
        file = folder.resolve("saved_model.pb");
        GoldenSavedModel.copyTo(folder);
    }

    private void open() throws IOException {
        try (FlowModel model = new TensorFlowBackend().open(folder, GoldenSavedModel.ONE_THREAD)) {
            assertThat(model.shape()).isNotNull();
        }
    }

    @Test
    void damagedModels() throws IOException {
        DamagedFiles.of("saved_model.pb", file, Files.readAllBytes(file)).isReadOrRefused(this::open);
    }

    private static AttrValue function(String name) {
        return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
    }

    private static NodeDef call(String name, String function, String input) {
        AttrValue types =
                AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT)).build();
        return NodeDef.newBuilder().setName(name).setOp("PartitionedCall").addInput(input)
                .putAttr("f", function(function)).putAttr("Tin", types).putAttr("Tout", types).build();
    }

    /** f(x) = g(g(x)), or g(x) once; with no g, f(x) = identity. */
    private static FunctionDef function(String name, String called, int times) {
        FunctionDef.Builder function = FunctionDef.newBuilder().setSignature(OpDef.newBuilder().setName(name)
                .addInputArg(OpDef.ArgDef.newBuilder().setName("x").setType(DataType.DT_FLOAT))
                .addOutputArg(OpDef.ArgDef.newBuilder().setName("y").setType(DataType.DT_FLOAT)));
        String last = "x";
        for (int i = 0; i < times; i++) {
            function.addNodeDef(call("call" + i, called, last));
            last = "call" + i + ":output:0";
        }
        if (times == 0) {
            function.addNodeDef(identity("same", "x"));
            last = "same:output:0";
        }
        return function.putRet("y", last).build();
    }

    private static NodeDef identity(String name, String input) {
        return NodeDef.newBuilder().setName(name).setOp("Identity").addInput(input)
                .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build()).build();
    }

    private static GraphDef.Builder graph(long... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dim.newBuilder().setSize(-1));
        for (long extent : extents) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(extent));
        }
        return GraphDef.newBuilder().addNode(NodeDef.newBuilder().setName("x").setOp("Placeholder")
                .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
                .putAttr("shape", AttrValue.newBuilder().setShape(shape).build()));
    }

    private void write(GraphDef.Builder graph, String output) throws IOException {
        SignatureDef.Builder signature = SignatureDef.newBuilder()
                .putInputs("input", TensorInfo.newBuilder().setName("x:0").build());
        for (String name : new String[] {"encoded", "segment1_block1_output", "logits"}) {
            signature.putOutputs(name, TensorInfo.newBuilder().setName(output).build());
        }
        MetaGraphDef meta = MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                .setGraphDef(graph).putSignatureDef("serving_default", signature.build()).build();
        Files.write(file, SavedModel.newBuilder().addMetaGraphs(meta).build().toByteArray());
    }

    /** Each function calls the next one twice. */
    @ParameterizedTest
    @ValueSource(ints = {18, 26, 62, 90})
    void functionsThatDouble(int levels) throws IOException {
        GraphDef.Builder graph = graph(2).addNode(call("y", "f0", "x"));
        for (int level = 0; level < levels; level++) {
            graph.getLibraryBuilder().addFunction(function("f" + level, "f" + (level + 1), 2));
        }
        graph.getLibraryBuilder().addFunction(function("f" + levels, "", 0));
        write(graph, "y:0");

        assertThat(Files.size(file)).isLessThan(60_000);
        Harmful.isRefused(folder, this::open, "operations, with function calls expanded, and the limit is 200,000",
                "-Dlap.limit.graph-operations=");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void functionsThatCallThemselves(int circle) throws IOException {
        GraphDef.Builder graph = graph(2).addNode(call("y", "f0", "x"));
        for (int i = 0; i < circle; i++) {
            graph.getLibraryBuilder().addFunction(function("f" + i, "f" + (i + 1) % circle, 1));
        }
        write(graph, "y:0");

        Harmful.isRefused(folder, this::open, "its function f0 calls itself");
    }

    @Test
    void functionsNestedTenThousandDeep() throws IOException {
        GraphDef.Builder graph = graph(2).addNode(call("y", "f0", "x"));
        for (int i = 0; i < 10_000; i++) {
            graph.getLibraryBuilder().addFunction(function("f" + i, "f" + (i + 1), 1));
        }
        write(graph, "y:0");

        Harmful.isRefused(folder, this::open, "levels of function calls, and the limit is 100");
    }

    /** Deeper than a thread's stack; refused as no flow, but read. */
    @Test
    void aChainOfFiftyThousandOperationsIsFollowed() throws IOException {
        GraphDef.Builder graph = graph(2);
        for (int i = 0; i < 50_000; i++) {
            graph.addNode(identity("n" + i, i == 0 ? "x" : "n" + (i - 1)));
        }
        Inlining inlining = new Inlining(graph.build(), OperationOutputs.ofLibrary());

        assertThat(inlining.tensor("n49999:0")).isEqualTo("n49999:0");
        assertThat(inlining.nodes()).hasSize(50_001);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 24, 1L << 30, (1L << 31) - 1, 1L << 40})
    void pointsOfMoreNumbersThanAnyMemory(long numbers) throws IOException {
        write(graph(numbers).addNode(identity("y", "x")), "y:0");

        Harmful.isRefused(folder, this::open);
    }

    /** Groups within groups, a form of protobuf that older readers followed without a bound. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 200_000})
    void nestedGroups(int depth) throws IOException {
        byte[] groups = new byte[2 + 2 * depth];
        groups[0] = 1 << 3; // the version of the format
        groups[1] = 1;
        Arrays.fill(groups, 2, 2 + depth, (byte) (15 << 3 | 3)); // begin a group of the unknown field 15
        Arrays.fill(groups, 2 + depth, 2 + 2 * depth, (byte) (15 << 3 | 4)); // end it
        Files.write(file, groups);

        Harmful.isRefused(file, this::open, "is damaged or no SavedModel");
    }

    @Test
    void nestedMessages() throws IOException {
        ByteString inner = ByteString.EMPTY;
        for (int i = 0; i < 2_000; i++) {
            inner = UnknownFieldSet.newBuilder()
                    .addField(3, UnknownFieldSet.Field.newBuilder().addLengthDelimited(inner)
                            .build())
                    .build().toByteString();
        }
        Files.write(file, inner.toByteArray());

        Harmful.isRefused(file, this::open);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAreNotOpened() throws IOException, InterruptedException {
        Path data = folder.resolve("variables/variables.data-00000-of-00001");
        Files.delete(data);
        assertThat(new ProcessBuilder("mkfifo", data.toString()).start().waitFor()).isZero();

        Harmful.isRefused(data, this::open, "a regular file is needed");
    }
}
