package org.leastaction.tf.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.ModelTrust;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
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
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * SavedModels whose operations may do more than compute: refused by name anywhere in the model, unless it is trusted.
 */
class ModelsAreProgramsTest {

    @TempDir
    private Path folder;

    private Path model;
    private Path secret;

    @BeforeAll
    static void start() {
        Engine.start();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        model = Files.createDirectory(folder.resolve("model"));
        secret = Files.writeString(folder.resolve("secret"), "AB");
    }

    private FlowModel open(ModelTrust trust) throws IOException {
        return new TensorFlowBackend().open(model, GoldenSavedModel.ONE_THREAD.withTrust(trust));
    }

    private void assertRefused(String... operations) {
        assertThatThrownBy(() -> open(ModelTrust.NONE)).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(model + ": ").hasMessageContaining(String.join(", ", operations))
                .hasMessageContaining("may do more than compute").hasMessageContaining("--trust-model");
    }

    private static NodeDef.Builder node(String name, String operation, String... inputs) {
        return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs));
    }

    private static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    private static AttrValue function(String name) {
        return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
    }

    private static AttrValue functions(String name) {
        return AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder()
                .addFunc(NameAttrList.newBuilder().setName(name))).build();
    }

    private static FunctionDef body(String name, NodeDef.Builder... nodes) {
        FunctionDef.Builder function = FunctionDef.newBuilder().setSignature(OpDef.newBuilder().setName(name)
                .addInputArg(OpDef.ArgDef.newBuilder().setName("a").setType(DataType.DT_FLOAT))
                .addOutputArg(OpDef.ArgDef.newBuilder().setName("b").setType(DataType.DT_FLOAT)));
        for (NodeDef.Builder node : nodes) {
            function.addNodeDef(node);
        }
        return function.putRet("b", nodes[0].getName() + ":output:0").build();
    }

    private static NodeDef.Builder text(String name, String value) {
        return node(name, "Const").putAttr("dtype", type(DataType.DT_STRING)).putAttr("value", AttrValue.newBuilder()
                .setTensor(TensorProto.newBuilder().setDtype(DataType.DT_STRING)
                        .setTensorShape(TensorShapeProto.getDefaultInstance())
                        .addStringVal(ByteString.copyFromUtf8(value)))
                .build());
    }

    private void write(GraphDef.Builder graph, String output) throws IOException {
        TensorShapeProto shape = TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(-1))
                .addDim(TensorShapeProto.Dim.newBuilder().setSize(2)).build();
        graph.addNode(node("x", "Placeholder").putAttr("dtype", type(DataType.DT_FLOAT))
                .putAttr("shape", AttrValue.newBuilder().setShape(shape).build()));
        SignatureDef.Builder signature = SignatureDef.newBuilder()
                .putInputs("input", TensorInfo.newBuilder().setName("x:0").build());
        graph.addNode(node("moved", "Tanh", output).putAttr("T", type(DataType.DT_FLOAT)))
                .addNode(node("logits", "Neg", "moved").putAttr("T", type(DataType.DT_FLOAT)));
        signature.putOutputs("encoded", TensorInfo.newBuilder().setName(output).build())
                .putOutputs("segment1_block1_output", TensorInfo.newBuilder().setName("moved:0").build())
                .putOutputs("logits", TensorInfo.newBuilder().setName("logits:0").build());
        MetaGraphDef meta = MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                .setGraphDef(graph).putSignatureDef("serving_default", signature.build()).build();
        Files.write(model.resolve("saved_model.pb"), SavedModel.newBuilder().addMetaGraphs(meta).build().toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DebugIdentity", "DebugIdentityV2", "DebugIdentityV3", "ReadFile", "WriteFile", "PyFunc",
            "PyFuncStateless", "EagerPyFunc", "ImmutableConst", "PrintV2", "Print", "LoadAndRemapMatrix", "RecordInput",
            "SaveV2",
            "MergeV2Checkpoints", "MatchingFiles", "LookupTableFindV2", "InitializeTableFromTextFileV2",
            "TextLineDataset",
            "FixedUnigramCandidateSampler", "RemoteCall", "_Send", "_Recv", "Send", "CollectiveReduceV2",
            "XlaHostCompute",
            "AudioSummary", "CreateSummaryFileWriter", "RpcCall", "WholeFileReaderV2", "NoSuchOperation"})
    void operationsOfTheGraphAreRefused(String operation) throws IOException {
        write(GraphDef.newBuilder().addNode(node("y", operation, "x")), "y:0");

        assertRefused(operation);
    }

    static Stream<Arguments> places() {
        NodeDef.Builder write = node("w", "WriteFile", "a", "a");
        NodeDef.Builder same = node("s", "Identity", "a").putAttr("T", type(DataType.DT_FLOAT));
        FunctionDef inner = body("inner", same, write);
        return Stream.of(
                place("branch", node("y", "If", "x", "x").putAttr("then_branch", function("inner")), inner),
                place("branches", node("y", "Case", "x", "x").putAttr("branches", functions("inner")), inner),
                place("loop", node("y", "While", "x").putAttr("body", function("inner")), inner),
                place("loop in a branch", node("y", "StatelessIf", "x").putAttr("else_branch", function("outer")),
                        inner,
                        body("outer", node("s", "StatelessWhile", "a").putAttr("cond", function("inner")))),
                place("call in a branch", node("y", "If", "x").putAttr("then_branch", function("outer")), inner,
                        body("outer", node("s", "PartitionedCall", "a").putAttr("f", function("inner")))),
                place("function of an operation's name", node("y", "If", "x").putAttr("then_branch", function("outer")),
                        body("outer", node("s", "Relu", "a")), body("Relu", same, write)),
                place("unknown attribute", node("y", "Relu", "x").putAttr("_hook", function("inner")), inner));
    }

    private static Arguments place(String name, NodeDef.Builder node, FunctionDef... functions) {
        return Arguments.of(name, (Consumer<GraphDef.Builder>) graph -> {
            graph.addNode(node);
            graph.getLibraryBuilder().addAllFunction(List.of(functions));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void operationsOfFunctionsAreRefused(String name, Consumer<GraphDef.Builder> fill) throws IOException {
        GraphDef.Builder graph = GraphDef.newBuilder();
        fill.accept(graph);
        write(graph, "y:0");

        assertRefused("WriteFile");
    }

    /** What neither a tensor of the flow nor the restoring of variables needs is not part of the graph that runs. */
    @Test
    void operationsThatNothingNeedsDoNotRun() throws IOException {
        Path written = folder.resolve("written");
        write(GraphDef.newBuilder().addNode(text("name", written.toString())).addNode(text("content", "harm"))
                .addNode(node("w", "WriteFile", "name", "content"))
                .addNode(node("y", "Relu", "x", "^w").putAttr("T", type(DataType.DT_FLOAT))), "y:0");

        try (FlowModel opened = open(ModelTrust.NONE)) {
            assertThat(opened.encode(FloatPoints.wrap(new float[] {1, 2}, 1, 2)).toArray()).containsExactly(1, 2);
        }
        assertThat(written).doesNotExist();
    }

    /** y = x + the bytes of a file. */
    private void writeReader() throws IOException {
        write(GraphDef.newBuilder().addNode(text("name", secret.toString()))
                .addNode(node("content", "ReadFile", "name"))
                .addNode(node("bytes", "DecodeRaw", "content").putAttr("out_type", type(DataType.DT_UINT8)))
                .addNode(node("numbers", "Cast", "bytes").putAttr("SrcT", type(DataType.DT_UINT8))
                        .putAttr("DstT", type(DataType.DT_FLOAT)))
                .addNode(node("y", "AddV2", "x", "numbers").putAttr("T", type(DataType.DT_FLOAT))), "y:0");
    }

    @Test
    void allOfThemAreNamed() throws IOException {
        writeReader();

        assertRefused("DecodeRaw", "ReadFile");
    }

    @Test
    void trustedModelsRunThemAfterTheyAreNamed() throws IOException {
        writeReader();
        List<String> announced = new ArrayList<>();

        try (FlowModel opened = open(ModelTrust.announcedTo(announced::add))) {
            assertThat(announced).hasSize(1);
            assertThat(opened.encode(FloatPoints.wrap(new float[2], 1, 2)).toArray()).containsExactly('A', 'B');
        }
        assertThat(announced.get(0)).startsWith(model + " is trusted").endsWith("compute: DecodeRaw, ReadFile");
    }

    private SavedModel.Builder golden() throws IOException {
        GoldenSavedModel.copyTo(model);
        return SavedModel.parseFrom(Files.readAllBytes(model.resolve("saved_model.pb"))).toBuilder();
    }

    private static FunctionDef.Builder restoring(MetaGraphDef.Builder meta) {
        return meta.getGraphDefBuilder().getLibraryBuilder().getFunctionBuilderList().stream()
                .filter(one -> one.getNodeDefList().stream().anyMatch(node -> node.getOp().equals("RestoreV2")))
                .findFirst().orElseThrow();
    }

    private static NodeDef.Builder restore(FunctionDef.Builder function) {
        return function.getNodeDefBuilderList().stream().filter(node -> node.getOp().equals("RestoreV2"))
                .findFirst().orElseThrow();
    }

    @Test
    void variablesAreRestoredFromTheModelsOwnFileOnly() throws IOException {
        SavedModel.Builder saved = golden();
        FunctionDef.Builder function = restoring(saved.getMetaGraphsBuilder(0));
        restore(function).setInput(0, "elsewhere:output:0");
        function.addNodeDef(text("elsewhere", folder.resolve("other/variables").toString()));
        Files.write(model.resolve("saved_model.pb"), saved.build().toByteArray());

        assertRefused("RestoreV2 of another file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WriteFile", "DeleteFile", "SaveV2"})
    void operationsOfRestoringAreRefused(String operation) throws IOException {
        SavedModel.Builder saved = golden();
        restoring(saved.getMetaGraphsBuilder(0)).addNodeDef(node("more", operation));
        Files.write(model.resolve("saved_model.pb"), saved.build().toByteArray());

        assertRefused(operation);
    }

    /** The functions that save are part of every SavedModel; they are not called. */
    @Test
    void functionsThatNothingCallsAreNotRefused() throws IOException {
        SavedModel.Builder saved = golden();
        saved.getMetaGraphsBuilder(0).getGraphDefBuilder().getLibraryBuilder()
                .addFunction(body("idle", node("s", "WriteFile", "a", "a")));
        Files.write(model.resolve("saved_model.pb"), saved.build().toByteArray());

        try (FlowModel opened = open(ModelTrust.NONE)) {
            assertThat(opened.shape().classes()).isEqualTo(3);
        }
    }

    /** A name that TensorFlow does not have would be a misprint of one that it has. */
    @Test
    void theListNamesOperationsOfTensorFlow() throws IOException {
        String text = new String(OperationCheck.class.getResourceAsStream("computing-operations.txt").readAllBytes(),
                StandardCharsets.UTF_8);
        List<String> names = text.lines().filter(line -> !line.startsWith("#"))
                .flatMap(line -> Stream.of(line.trim().split("\\s+"))).filter(name -> !name.isEmpty()).toList();
        OperationOutputs known = OperationOutputs.ofLibrary();

        assertThat(names).doesNotHaveDuplicates().allMatch(known::isKnown).hasSizeGreaterThan(400)
                .noneMatch(name -> name
                        .matches(".*(File|Dataset|Summary|Print|Debug|PyFunc|Lookup|Table|Save|Send|Recv|Rpc|Host"
                                + "Compute|Checkpoint|Reader|Decode).*"));
    }
}
