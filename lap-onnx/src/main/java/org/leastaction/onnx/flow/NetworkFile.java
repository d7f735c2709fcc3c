package org.leastaction.onnx.flow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Asides;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.Cutter;
import org.leastaction.onnx.cut.PackedInputs;
import org.leastaction.onnx.cut.ParticleView;
import org.leastaction.onnx.flow.BatchAxisProbe.MixedBatchException;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.OperatorRules;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelFile;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.runtime.OnnxRuntime;
import org.leastaction.onnx.runtime.ShapeInference;

/** Reads network files, as a cut or as a flow. */
public final class NetworkFile {

    private NetworkFile() {}

    /**
     * Reads a network, cuts it, and runs a few points to determine on which axis of each state the points are.
     *
     * @throws InputFileException       if it cannot be read, run or analysed
     * @throws IllegalArgumentException if an option does not fit this network
     */
    public static FlowCut inspect(Path file, ReadingOptions options) throws InputFileException {
        FlowCut cut = probed(file, options, OptionalInt.of(FlowInspector.FREE_LENGTH), new Execution(1, "cpu"),
                whole -> whole)
                .cut().described();
        boolean free = cut.inputs().size() > 1 && options.arrays().isEmpty() && options.inputShape().isEmpty()
                && cut.inputs().stream().anyMatch(input -> input.shape().contains(-1));
        return free ? cut.withRemark("shapes are for a length of " + FlowInspector.FREE_LENGTH
                + "; the data fix it when the network is analysed") : cut;
    }

    /**
     * Opens a network as a flow; a network without blocks is one block, if its dimension does not change.
     *
     * @throws InputFileException       as above, and if it is no flow
     * @throws IllegalArgumentException as above
     */
    public static OnnxFlow open(Path file, ReadingOptions options, Execution execution) throws InputFileException {
        OnnxRuntime.requireDevice(execution);
        List<Cut> whole = new ArrayList<>();
        BatchAxisProbe.Result tried = probed(file, options, OptionalInt.empty(), execution, cut -> {
            whole.add(asFlow(cut));
            return ParticleView.of(whole.get(whole.size() - 1), options.particle());
        });
        return OnnxFlow.open(file, tried, whole.get(whole.size() - 1), execution);
    }

    private static Cut asFlow(Cut cut) throws MalformedModelException {
        if (!cut.graph().rivalOutputs().isEmpty()) {
            throw new MalformedModelException("has the outputs " + cut.graph().outputsInWords());
        }
        if (cut.blocks().isEmpty() && !cut.described().isStaticMap()) {
            throw new MalformedModelException("no residual block was found in it, and it maps "
                    + cut.layout().dataShape() + " to " + cut.point(cut.graph().output())
                    + ", which is no flow; 'lap inspect' shows why, --blocks names blocks");
        }
        return cut.blocks().isEmpty() ? cut.asOneBlock() : cut;
    }

    /** A change of a cut before it is probed. */
    private interface Preparation {
        Cut of(Cut cut) throws MalformedModelException;
    }

    private static BatchAxisProbe.Result probed(
            Path file, ReadingOptions options, OptionalInt length, Execution execution, Preparation preparation)
            throws InputFileException {
        ModelProto model = ModelFile.read(file);
        try {
            Optional<PackedInputs> packed = PackedInputs.of(model, options, length);
            ModelProto taken = packed.map(PackedInputs::model).orElse(model);
            List<Integer> chosen = packed.isPresent() ? List.of() : options.inputShape();
            Graph graph = Graph.of(taken, options.output());
            OperatorRules.check(graph.nodes());
            List<Long> shape = InputExtents.of(graph, chosen, options.arrays());
            Map<String, TensorFact> facts = ShapeInference.of(graph.withInputShape(shape));
            List<Set<String>> asides = Asides.of(packed, graph, facts);
            MixedBatchException mixed = null;
            for (int axis : InputExtents.axesOfPoints(graph, chosen)) {
                BatchLayout entering = new BatchLayout(shape, Math.toIntExact(shape.get(axis)), axis, 1);
                try {
                    Cut cut = preparation.of(withMostBlocks(graph, asides, facts, entering, options, packed));
                    return new BatchAxisProbe(cut, execution).result();
                } catch (MixedBatchException other) {
                    mixed = mixed == null ? other : mixed;
                }
            }
            throw mixed;
        } catch (MalformedModelException malformed) {
            throw new InputFileException(file, Messages.of(malformed), malformed);
        }
    }

    /**
     * The cut, among those that leave different tensors aside, with most blocks before they are joined to layers.
     *
     * @param asides tensors that may be no part of the flow, the likeliest first
     */
    private static Cut withMostBlocks(Graph whole, List<Set<String>> asides, Map<String, TensorFact> facts,
            BatchLayout entering, ReadingOptions options, Optional<PackedInputs> packed)
            throws MalformedModelException {
        Cut most = null;
        int found = -1;
        IllegalArgumentException refused = null;
        for (Set<String> aside : asides) {
            Graph graph = whole.withAside(aside).withInputShape(entering.shape());
            if (!graph.varies(graph.output())) {
                continue;
            }
            try {
                Cut cut = Cutter.cut(graph, facts, entering, options);
                int own = options.blocks().isOfLayers()
                        ? Cutter.cut(graph, facts, entering, options.withBlocks(BlockChoice.found())).blocks().size()
                        : cut.blocks().size();
                most = own > found ? cut : most;
                found = Math.max(found, own);
            } catch (IllegalArgumentException impossible) {
                refused = refused == null ? impossible : refused;
            }
        }
        if (most == null && refused != null) {
            throw refused;
        }
        if (most == null) {
            throw new MalformedModelException("has no output that depends on the numbers of its inputs");
        }
        return packed.isPresent() ? most.withPacked(packed.get()) : most;
    }

    /** The extents of a network's input: those of its file, and chosen ones where the file leaves them free. */
    private static final class InputExtents {

        private static final long FREE = -1;

        private InputExtents() {}

        /**
         * The input's shape with its batch; a free batch becomes one of a single point.
         *
         * @param chosen extents for those that are free, in order, or all extents of one point; empty if none is chosen
         * @param arrays shapes of one point in the data by the name of the input, for extents that remain free
         * @throws MalformedModelException  if extents remain free, or the shape is not that of inputs
         * @throws IllegalArgumentException if the chosen extents are too few or too many, or contradict the file
         */
        static List<Long> of(Graph graph, List<Integer> chosen, Map<String, List<Integer>> arrays)
                throws MalformedModelException {
            List<Long> shape = new ArrayList<>(graph.input().shape());
            if (shape.isEmpty() && !chosen.isEmpty()) {
                shape.add(FREE);
                chosen.forEach(extent -> shape.add(FREE));
            }
            String named = "its input '" + graph.input().name() + "' has the shape " + words(shape);
            if (shape.size() < 2 || shape.size() > 8) {
                throw new MalformedModelException(named + "; a batch and 1 to 7 further axes are needed");
            }
            int axis = axesOfPoints(graph, chosen).get(0);
            if (shape.get(axis) == FREE) {
                shape.set(axis, 1L);
            }
            if (!chosen.isEmpty()) {
                choose(shape, chosen, named);
            }
            List<Integer> data = arrays.getOrDefault(graph.input().name(), List.of());
            for (int i = 1; i < shape.size() && data.size() == shape.size() - 1; i++) {
                shape.set(i, shape.get(i) == FREE ? data.get(i - 1) : shape.get(i));
            }
            long free = shape.stream().filter(extent -> extent == FREE).count();
            if (free > 0) {
                throw new MalformedModelException(
                        named + "; all extents but the batch must be fixed in the export, or be"
                                + " chosen with --input-shape (here " + free
                                + (free == 1 ? " number)" : " numbers with commas between)"));
            }
            long size = 1;
            for (long extent : shape) {
                if (extent < 1 || extent > Integer.MAX_VALUE || (size *= extent) > Integer.MAX_VALUE / 8) {
                    throw new MalformedModelException(named + ", which is not a possible size of an input");
                }
            }
            return shape;
        }

        /**
         * The axes on which the points may be, the most likely first: the first axis; if the first is fixed and another
         * is free, the free one; for sequences also the second, as in recurrent networks and transformers.
         *
         * @param graph  as in its file
         * @param chosen as above
         */
        static List<Integer> axesOfPoints(Graph graph, List<Integer> chosen) {
            List<Long> shape = graph.input().shape();
            ElementType type = graph.input().type();
            boolean ids = shape.size() == 2 && (type == ElementType.INT64 || type == ElementType.INT32);
            boolean sequences = (ids || shape.size() == 3) && shape.get(0) > 1;
            if (!sequences) {
                return List.of(0);
            }
            return shape.get(1) != FREE ? List.of(0, 1) : chosen.isEmpty() ? List.of(1) : List.of(0);
        }

        private static void choose(List<Long> shape, List<Integer> chosen, String named) {
            List<Integer> free = new ArrayList<>();
            for (int axis = 1; axis < shape.size(); axis++) {
                if (shape.get(axis) == FREE) {
                    free.add(axis);
                }
            }
            boolean all = chosen.size() == shape.size() - 1;
            if (!all && chosen.size() != free.size()) {
                throw new IllegalArgumentException(named + ", so an input shape is " + free.size() + " or "
                        + (shape.size() - 1) + " numbers, not " + chosen);
            }
            for (int i = 0; i < chosen.size(); i++) {
                int axis = all ? i + 1 : free.get(i);
                if (shape.get(axis) != FREE && shape.get(axis) != chosen.get(i).longValue()) {
                    throw new IllegalArgumentException(named + ", which the input shape " + chosen + " contradicts");
                }
                shape.set(axis, chosen.get(i).longValue());
            }
        }

        private static String words(List<Long> shape) {
            return shape.stream().map(extent -> extent == FREE ? "free" : Long.toString(extent)).toList().toString();
        }
    }
}
