package org.leastaction.tf.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.leastaction.tf.savedmodel.GoldenSavedModel.ONE_THREAD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.PicturePreparation;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.Preprocessing;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.tf.TensorFlowBackend;
import org.leastaction.tf.model.TensorFlowFlow;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.TensorFlowTrainer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

class SavedModelTest {

    @TempDir
    Path directory;

    static Stream<NetworkSpec> networks() {
        return Stream.of(
                Networks.family("mlp").network(List.of(2), 2).with("blocks", 3),
                Networks.family("resnet9").network(List.of(8, 7, 1), 4).with("filters", 4).with("blocks", 2),
                Networks.family("resnext50").network(List.of(4, 3, 1), 3).with("blocks", List.of(1, 2))
                        .with("filters", 2).with("cardinality", 2)
                        .with("width", 1));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void anExportedNetworkGivesWhatItGave(NetworkSpec network) throws Exception {
        LabelledPoints data = data(network);
        try (TrainedFlow trained = trained(network, data)) {
            Path folder = directory.resolve("exported");
            TensorFlowFlow flow = (TensorFlowFlow) trained.model();
            flow.export(folder);
            flow.export(folder); // in place of what stands there
            try (FlowModel again = new TensorFlowBackend().open(folder, ONE_THREAD)) {
                assertThat(again.shape()).isEqualTo(flow.shape());
                List<FloatPoints> before = states(flow, data.points());
                List<FloatPoints> after = states(again, data.points());
                assertThat(after).hasSameSizeAs(before);
                for (int i = 0; i < before.size(); i++) {
                    assertClose("tensor " + i, after.get(i), before.get(i), 1e-6);
                }
                assertThat(method(again)).isEqualTo(DerivativeMethod.EXACT);
            }
        }
    }

    @Test
    void theInputsGoThroughFolderAndExport() throws Exception {
        NetworkSpec network = Networks.family("mlp").network(List.of(2), 2).with("blocks", List.of(1));
        InputDescription inputs = InputDescription.unknown()
                .with(new InputNormalisation(List.of(0.5, -1.0), List.of(0.25, 3.0)))
                .with(new PicturePreparation(List.of(256), List.of(224), "bicubic", "bgr", "even"))
                .withClasses(List.of("tench", "shark"), List.of("n01440764", "n01484850"));
        Path saved = directory.resolve("saved");
        Path copied = directory.resolve("copied");
        Path exported = directory.resolve("exported");
        Path bare = directory.resolve("bare");
        try (TrainedFlow trained = trained(network, data(network))) {
            TensorFlowFlow flow = (TensorFlowFlow) trained.model();
            assertThat(flow.role(Preprocessing.class)).isEmpty();
            flow.save(saved, inputs);
            flow.export(bare);
        }
        try (TensorFlowFlow opened = (TensorFlowFlow) new TensorFlowBackend().open(saved, ONE_THREAD)) {
            opened.save(copied);
            opened.export(exported);
        }
        for (Path folder : List.of(saved, copied, exported)) {
            assertThat(inputs(folder)).as(folder.toString()).contains(inputs);
        }
        assertThat(inputs(bare)).isEmpty();
    }

    @Test
    void foldersOfEarlierVersionsStateTheNormalisationAlone() throws Exception {
        Path folder = exported();
        Files.writeString(folder.resolve("normalisation.json"), "{\"mean\": [0.5], \"std\": [0.25]}");

        assertThat(inputs(folder)).contains(
                InputDescription.unknown().with(new InputNormalisation(List.of(0.5), List.of(0.25))));
    }

    private static Optional<InputDescription> inputs(Path folder) throws IOException {
        try (FlowModel model = new TensorFlowBackend().open(folder, ONE_THREAD)) {
            return model.role(Preprocessing.class).map(Preprocessing::inputs);
        }
    }

    private Path exported() throws Exception {
        NetworkSpec network = Networks.family("mlp").network(List.of(2), 2).with("blocks", List.of(1));
        Path folder = directory.resolve("exported");
        try (TrainedFlow trained = trained(network, data(network))) {
            ((TensorFlowFlow) trained.model()).export(folder);
        }
        return folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "[1]", "{\"mean\": [0], \"std\": [0]}", "{\"mean\": [0, 1], \"std\": [1]}",
                    "{\"mean\": \"x\", \"std\": [1]}", "{\"mean\": [null], \"std\": [1]}"})
    void damagedNormalisationsAreNamed(String json) throws Exception {
        assertRefused("normalisation.json", json, "describes no inputs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | describes no inputs",
            "{\"format\": \"lap-inputs/1\", \"normal | describes no inputs",
            "{\"format\": \"lap-inputs/1\", \"normalisation\": {\"mean\": [0], \"std\": [0]}} | above 0",
            "{\"format\": \"lap-inputs/1\", \"class_names\": [\"cat\", \" \"]} | is blank",
            "{\"format\": \"lap-inputs/9\"} | the format is 'lap-inputs/9', this version reads 'lap-inputs/1'"})
    void damagedInputsAreNamed(String json, String problem) throws Exception {
        assertRefused("inputs.json", json, problem);
    }

    private void assertRefused(String name, String json, String problem) throws Exception {
        Path folder = exported();
        Files.writeString(folder.resolve(name), json);
        assertThatThrownBy(() -> new TensorFlowBackend().open(folder, ONE_THREAD))
                .isInstanceOf(InputFileException.class).hasMessageContaining(name).hasMessageContaining(problem);
    }

    /** Requests to a server, for example. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[[0.5, 1]]", "null", "{\"instances\": [[0.5, 1]]}", "{\"format\": \"png\"}"})
    void inputsOfOtherProgramsStateNothing(String json) throws Exception {
        Path folder = exported();
        Files.writeString(folder.resolve("inputs.json"), json);
        assertThat(inputs(folder)).isEmpty();
        Files.writeString(folder.resolve("normalisation.json"), "{\"mean\": [0.5], \"std\": [0.25]}");
        assertThat(inputs(folder).orElseThrow().normalisation()).isPresent();
    }

    @Test
    void aNetworkOfPythonGivesItsOwnNumbers() throws Exception {
        Map<String, NpyArray> golden = GoldenSavedModel.values();
        try (FlowModel flow = SavedModelFolder.open(GoldenSavedModel.folder(), ONE_THREAD)) {
            assertThat(flow.shape().segments()).extracting(one -> one.shape() + " " + one.blocks())
                    .containsExactly("[6, 6, 4] 2", "[3, 3, 6] 1");
            FloatPoints encoded = flow.encode(GoldenSavedModel.points(golden, "image"));
            assertClose("encoded", encoded, GoldenSavedModel.points(golden, "encoded"), 1e-6);
            List<BlockStep> steps = new ArrayList<>();
            FloatPoints end = flow.transport(encoded, steps::add);
            assertClose("residue 1", steps.get(0).residue(),
                    GoldenSavedModel.points(golden, "segment1_block1_residue"), 1e-6);
            assertClose("output 2", steps.get(1).output(),
                    GoldenSavedModel.points(golden, "segment1_block2_output"), 1e-6);
            assertClose("shortcut 3", steps.get(2).shortcut(),
                    GoldenSavedModel.points(golden, "segment2_block3_shortcut"), 1e-6);
            assertClose("end", end, GoldenSavedModel.points(golden, "segment2_block3_output"), 1e-6);
            FloatPoints logits = GoldenSavedModel.points(golden, "logits");
            FloatPoints logProbabilities = flow.classify(end);
            for (int i = 0; i < logits.size(); i++) {
                for (int c = 1; c < 3; c++) {
                    assertThat((double) logProbabilities.get(i, c) - logProbabilities.get(i, 0))
                            .isCloseTo(logits.get(i, c) - logits.get(i, 0), within(1e-5));
                }
            }
            assertThat(method(flow)).isEqualTo(DerivativeMethod.EXACT);
        }
    }

    @Test
    void whereTensorFlowForgetsDilationsDerivativesAreDifferences() throws Exception {
        Path folder = changed(node -> {
            if (node.getOp().equals("Conv2D") && node.getName().equals("Conv2D_1")) {
                AttrValue.ListValue two = AttrValue.ListValue.newBuilder()
                        .addI(1).addI(2).addI(2).addI(1).build();
                node.putAttr("dilations", AttrValue.newBuilder().setList(two).build());
            }
        }, signature -> {});
        try (FlowModel flow = SavedModelFolder.open(folder, ONE_THREAD)) {
            assertThat(method(flow)).isEqualTo(DerivativeMethod.FINITE_DIFFERENCES);
        }
    }

    @Test
    void missingAndWrongNamesAreToldInOneSentence() throws Exception {
        assertRefused(renamed(Map.of("encoded", "start")), "has no output 'encoded'");
        assertRefused(renamed(Map.of("logits", "scores")), "has no output 'logits'");
        assertRefused(renamed(Map.of("segment1_block1_output", "a")), "names block 2 but no block 1");
        assertRefused(
                renamed(Map.of(
                        "segment1_block1_output", "a", "segment1_block2_output", "b", "segment2_block3_output", "c")),
                "names no block");
        assertRefused(renamed(Map.of("segment2_block3_output", "segment3_block3_output")),
                "in segment 3 after segment 1");
        assertRefused(renamed(Map.of("segment2_block3_output", "segment1_block3_output")), "shape");
        assertRefused(renamed(Map.of("segment2_block3_shortcut", "s")), "name its 'segment2_block3_shortcut'");
        assertRefused(
                renamed(Map.of(
                        "segment1_block1_output", "segment1_block2_output",
                        "segment1_block2_output", "segment1_block1_output")),
                "not only through what enters");
    }

    @Test
    void brokenFoldersAreToldInOneSentence() throws Exception {
        Path noVariables = copy();
        Files.delete(noVariables.resolve("variables/variables.index"));
        assertRefused(noVariables, "variables are missing");
        Path halfVariables = copy();
        Files.write(halfVariables.resolve("variables/variables.data-00000-of-00001"), new byte[10]);
        assertRefused(halfVariables, "of a data file of 10 bytes");
        Path garbage = copy();
        Files.write(garbage.resolve("saved_model.pb"), new byte[] {1, 2, 3, 4, 5});
        assertRefused(garbage, "is damaged or no SavedModel");
        Path empty = copy();
        Files.write(empty.resolve("saved_model.pb"), new byte[0]);
        assertRefused(empty, "holds no graph with the tag 'serve'");
        assertRefused(changed(node -> {
            if (node.getOp().equals("Relu")) {
                node.setOp("NoSuchOperation");
            }
        }, signature -> {}), "NoSuchOperation");
    }

    @Test
    void truncatedModelsAreRefusedAndNeverOpenHalf() throws Exception {
        byte[] whole = Files.readAllBytes(GoldenSavedModel.folder().resolve("saved_model.pb"));
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            Path folder = copy();
            byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length));
            Files.write(folder.resolve("saved_model.pb"), part);
            assertThatThrownBy(() -> SavedModelFolder.open(folder, ONE_THREAD).close())
                    .as("the first %d bytes", part.length)
                    .isInstanceOf(InputFileException.class);
        }
    }

    private static void assertRefused(Path folder, String reason) {
        assertThatThrownBy(() -> SavedModelFolder.open(folder, ONE_THREAD).close())
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(reason)
                .satisfies(refused -> assertThat(refused.getMessage().lines()).hasSize(1));
    }

    private Path renamed(Map<String, String> names) throws IOException {
        return changed(node -> {}, signature -> {
            Map<String, TensorInfo> outputs = new LinkedHashMap<>();
            signature.getOutputsMap().forEach((name, info) -> outputs.put(names.getOrDefault(name, name), info));
            signature.clearOutputs().putAllOutputs(outputs);
        });
    }

    /** A copy whose function bodies and signature are changed. */
    private Path changed(Consumer<NodeDef.Builder> nodes, Consumer<SignatureDef.Builder> signature) throws IOException {
        Path folder = copy();
        Path file = folder.resolve("saved_model.pb");
        SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
        MetaGraphDef.Builder graph = model.getMetaGraphsBuilder(0);
        graph.getGraphDefBuilder().getLibraryBuilder().getFunctionBuilderList()
                .forEach(function -> function.getNodeDefBuilderList().forEach(nodes));
        SignatureDef.Builder own = graph.getSignatureDefOrThrow("serving_default").toBuilder();
        signature.accept(own);
        graph.putSignatureDef("serving_default", own.build());
        Files.write(file, model.build().toByteArray());
        return folder;
    }

    private Path copy() throws IOException {
        Path target = Files.createTempDirectory(directory, "model");
        try (Stream<Path> files = Files.walk(GoldenSavedModel.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copied = target.resolve(GoldenSavedModel.folder().relativize(file).toString());
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
            }
        }
        return target;
    }

    private static DerivativeMethod method(FlowModel flow) {
        return flow.role(JacobianProducts.class).orElseThrow().derivativeMethod();
    }

    private static List<FloatPoints> states(FlowModel flow, FloatPoints inputs) {
        List<FloatPoints> states = new ArrayList<>();
        FloatPoints encoded = flow.encode(inputs);
        states.add(encoded);
        FloatPoints end = flow.transport(encoded, step -> {
            states.add(step.shortcut());
            states.add(step.residue());
            states.add(step.output());
        });
        states.add(end);
        states.add(flow.classify(end));
        return states;
    }

    private static void assertClose(String what, FloatPoints actual, FloatPoints expected, double tolerance) {
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
        assertThat(actual.dimension()).as(what).isEqualTo(expected.dimension());
        float[] a = actual.toArray();
        float[] b = expected.toArray();
        double greatest = 0;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            greatest = Math.max(greatest, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        assertThat(difference / Math.max(1, greatest)).as(what).isLessThan(tolerance);
    }

    private static TrainedFlow trained(NetworkSpec network, LabelledPoints data) throws InterruptedException {
        TrainingRun run = new TrainingRun(
                network, Initialisation.kaiming(1), Objective.vanilla(),
                TrainingOptions.defaults().withEpochs(1).withBatch(16).withSeed(3), data, data);
        return new TensorFlowTrainer().train(List.of(run), ONE_THREAD, TrainingListener.NONE).get(0);
    }

    private static LabelledPoints data(NetworkSpec network) {
        Random random = new Random(4);
        int n = 24;
        int d = network.input().stream().reduce(1, Math::multiplyExact);
        float[] values = new float[n * d];
        int[] labels = new int[n];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            labels[i] = i % network.classes();
        }
        return new LabelledPoints(FloatPoints.wrap(values, n, d), labels, network.classes(), network.input());
    }
}
