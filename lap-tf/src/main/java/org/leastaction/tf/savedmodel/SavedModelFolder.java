package org.leastaction.tf.savedmodel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.Segment;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.flow.backend.ModelTrust;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.model.FlowGraph;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TString;

/** A SavedModel on disk. */
public final class SavedModelFolder {

    private final Path folder;
    private final MetaGraphDef model;

    private SavedModelFolder(Path folder, MetaGraphDef model) {
        this.folder = folder;
        this.model = model;
    }

    /** Whether a path looks like a SavedModel. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(SavedModelExport.FILE));
    }

    /**
     * Opens a SavedModel whose signature names its blocks.
     *
     * @throws IOException if it cannot be read or is no flow; the message names the folder and states what is needed
     */
    public static SavedModelFlow open(Path folder, Execution execution) throws IOException {
        return InputFileException.reading(folder, () -> opened(folder, execution));
    }

    private static SavedModelFlow opened(Path folder, Execution execution) throws IOException {
        SavedModelFolder opened = new SavedModelFolder(folder, read(folder));
        InputDescription inputs = InputsFile.read(folder);
        try {
            return opened.flow(execution.withPrecision(Precision.FLOAT), inputs);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException
                | TensorFlowException refused) {
            String reason = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
            throw new InputFileException(folder, "cannot be opened as a flow: " + reason, refused);
        }
    }

    private static MetaGraphDef read(Path folder) throws IOException {
        Path file = folder.resolve(SavedModelExport.FILE);
        InputFileException.requireReadable(file);
        SavedModel model = InputFileException.reading(file, () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return SavedModel.parseFrom(in);
            } catch (IOException malformed) {
                throw new InputFileException(file, FileKind.of(file).insteadOf("a SavedModel")
                        .orElse("is damaged or no SavedModel: " + malformed.getMessage()), malformed);
            }
        });
        return model.getMetaGraphsList().stream()
                .filter(one -> one.getMetaInfoDef().getTagsList().contains("serve"))
                .findFirst()
                .orElseThrow(() -> new InputFileException(file, "holds no graph with the tag 'serve'"));
    }

    private SavedModelFlow flow(Execution execution, InputDescription described) throws IOException {
        SignatureDef signature = signature();
        Inlining inlining = new Inlining(model.getGraphDef(), OperationOutputs.ofLibrary());
        Map<String, String> inputs = tensors(inlining, signature.getInputsMap());
        Map<String, String> outputs = tensors(inlining, signature.getOutputsMap());
        boolean variables = inlining.nodes().values().stream().anyMatch(SavedModelFolder::isVariable);
        GraphDef imported = graphDef(inlining, variables, execution.trust());
        @Nullable
        Path files = variables ? VariablesFile.verified(folder) : null;
        Graph graph = new Graph();
        Session session = null;
        try {
            graph.importGraphDef(imported);
            FlowGraph flow = new NamedTensors(graph, inputs, outputs).flow();
            requirePossible(flow.shape());
            session = Sessions.open(graph, Layout.SINGLE, execution);
            if (files != null) {
                restore(session, files);
            }
            SavedModelFlow opened = new SavedModelFlow(graph, session, flow, described);
            runOnce(opened);
            return opened;
        } catch (RuntimeException | Error failure) {
            if (session != null) {
                session.close();
            }
            graph.close();
            throw failure;
        }
    }

    /** Checks the sizes before a point of that size is allocated. */
    private static void requirePossible(FlowShape shape) {
        Stream<List<Integer>> states = shape.segments().stream().map(Segment::shape);
        Stream.concat(Stream.of(shape.input(), shape.encoded()), states).forEach(extents -> {
            long numbers =
                    extents.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> Math.min(a * b, 1L << 31));
            if (numbers > Limit.POINT_NUMBERS.value()) {
                throw new IllegalArgumentException("its points of shape " + extents + " "
                        + Limit.POINT_NUMBERS.problem(numbers, "numbers").replaceFirst("^has", "have"));
            }
        });
    }

    /** Reports immediately what cannot run, such as a variable that is not restored. */
    private static void runOnce(SavedModelFlow flow) {
        int d = flow.shape().inputDimension();
        flow.classify(flow.transport(flow.encode(FloatPoints.wrap(new float[d], 1, d)), BlockObserver.NONE));
    }

    private SignatureDef signature() {
        Map<String, SignatureDef> all = new HashMap<>(model.getSignatureDefMap());
        all.remove("__saved_model_init_op");
        SignatureDef usual = all.get(TensorNames.SIGNATURE);
        if (usual == null && all.size() != 1) {
            throw new IllegalArgumentException(all.isEmpty()
                    ? "it has no signature; one called '" + TensorNames.SIGNATURE + "' is needed"
                    : "it has the signatures " + String.join(", ", all.keySet()) + "; call the flow's '"
                            + TensorNames.SIGNATURE + "'");
        }
        return usual != null ? usual : all.values().iterator().next();
    }

    private static Map<String, String> tensors(Inlining inlining, Map<String, TensorInfo> named) {
        Map<String, String> tensors = new LinkedHashMap<>();
        named.forEach((name, info) -> tensors.put(name, inlining.tensor(info.getName())));
        return tensors;
    }

    private static boolean isVariable(NodeDef node) {
        return node.getOp().equals("VarHandleOp") || node.getOp().equals("VariableV2");
    }

    /**
     * The tensors of the flow and, if it has variables, the operations that restore them, with the functions that these
     * call.
     *
     * @throws InputFileException if they may do more than compute, and the model is not trusted
     */
    private GraphDef graphDef(Inlining inlining, boolean variables, ModelTrust trust) throws InputFileException {
        GraphDef whole = model.getGraphDef();
        Map<String, NodeDef> nodes = new LinkedHashMap<>(inlining.nodes());
        if (variables) {
            addRestoring(whole, nodes);
        }
        OperationCheck check = OperationCheck.of(
                nodes.values(), whole.getLibrary(), variables ? saver().getFilenameTensorName() : "");
        if (!check.others().isEmpty()) {
            trust.require(folder, check.others());
        }
        return GraphDef.newBuilder().setVersions(whole.getVersions()).setLibrary(check.reachedFunctions())
                .addAllNode(nodes.values()).build();
    }

    private void addRestoring(GraphDef whole, Map<String, NodeDef> nodes) {
        Map<String, NodeDef> all = new HashMap<>();
        whole.getNodeList().forEach(node -> all.put(node.getName(), node));
        Deque<String> open = new ArrayDeque<>();
        open.add(saver().getRestoreOpName());
        Map<String, NodeDef> seen = new HashMap<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            NodeDef node = all.get(name);
            if (node == null) {
                throw new IllegalArgumentException(
                        "its variables are restored by " + name + ", which is not in its graph");
            }
            if (seen.put(name, node) == null) {
                nodes.putIfAbsent(name, node);
                node.getInputList()
                        .forEach(input -> open.add(input.replaceFirst("^\\^", "").replaceFirst(":\\d+$", "")));
            }
        }
    }

    private SaverDef saver() {
        if (model.getSaverDef().getRestoreOpName().isEmpty()) {
            throw new IllegalArgumentException("it has variables and nothing that restores them");
        }
        return model.getSaverDef();
    }

    private void restore(Session session, Path variables) {
        try (TString file = TString.scalarOf(variables.toString())) {
            session.runner()
                    .feed(saver().getFilenameTensorName(), file)
                    .addTarget(saver().getRestoreOpName().replaceFirst(":\\d+$", ""))
                    .run()
                    .close();
        }
    }
}
