package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.leastaction.flow.backend.Execution;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.gradient.Differentiation;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.DistanceSums;
import org.leastaction.onnx.graph.FreeBatch;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Submodel;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.TensorProto;
import org.leastaction.onnx.runtime.SubgraphSession.Batching;
import org.leastaction.onnx.runtime.ProbeSession;
import org.leastaction.onnx.runtime.ShapeInference;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.onnx.runtime.SubgraphSession.TensorSpec;
import org.leastaction.points.FloatPoints;

/** Opens sessions for subgraphs of a cut network, all with the same kind of batch. */
final class SubgraphSessions {

    /** The maximum number of numbers that enter and leave a subgraph in one run. */
    private static final long MOST_NUMBERS = 1 << 22;
    private static final int MOST_POINTS = 1024;
    /** The maximum number of numbers that a derivative holds: the results of all operations. */
    private static final long MOST_DIFFERENTIATED = 1 << 23;

    /**
     * Limits for runs at the same time: at least what a core's own cache holds; more if there are many weights, up to
     * what the shared cache holds.
     */
    private static final long FEWEST_SIDE_BY_SIDE = 1 << 18;
    private static final long MOST_SIDE_BY_SIDE = 1 << 23;
    private static final long MOST_OF_ALL = 1 << 27;

    private final Cut cut;
    private final BatchAxis axis;
    private final Execution execution;
    private final Submodel submodel;

    SubgraphSessions(Cut cut, BatchAxis axis, Execution execution) {
        this.cut = cut;
        this.axis = axis;
        this.execution = execution;
        Graph graph = axis == BatchAxis.FREE ? FreeBatch.of(cut.graph(), cut.facts(), cut.batch()) : cut.graph();
        this.submodel = new Submodel(graph, cut.facts());
    }

    /**
     * The subgraph between a boundary tensor and later tensors.
     *
     * @throws MalformedModelException if its batch cannot be free, or the runtime refuses it
     */
    SubgraphSession between(String start, List<String> targets) throws MalformedModelException {
        return between(start, targets, MOST_NUMBERS);
    }

    /**
     * The subgraph between a boundary tensor and later tensors.
     *
     * @param most numbers that enter and leave it in one run, unless a single point has more
     * @throws MalformedModelException if its batch cannot be free, or the runtime refuses it
     */
    SubgraphSession between(String start, List<String> targets, long most) throws MalformedModelException {
        try {
            TensorSpec input = spec(submodel.inputName(start), start);
            List<TensorSpec> outputs = specs(targets);
            return SubgraphSession.open(
                    model(start, targets), List.of(input), outputs, batching(input, outputs, most), execution);
        } catch (IllegalStateException | IllegalArgumentException tied) {
            throw new MalformedModelException(Messages.of(tied), tied);
        }
    }

    /**
     * The whole network as a subgraph whose outputs are the scores, if it has classes, and sums of squares.
     *
     * @param states tensors that it computes, the scores among them
     * @param most   numbers of the input and the states in one run, unless a single point has more
     * @throws MalformedModelException if its batch cannot be free, or the runtime refuses it
     */
    SubgraphSession summing(List<String> states, DistanceSums sums, long most) throws MalformedModelException {
        try {
            String start = cut.graph().input().name();
            TensorSpec input = spec(submodel.inputName(start), start);
            List<TensorSpec> outputs = new ArrayList<>(
                    cut.head().classes() > 0 ? specs(List.of(cut.head().tensor())) : List.of());
            List<String> answers = outputs.stream().map(TensorSpec::name).toList();
            sums.outputs()
                    .forEach((name, shape) -> outputs.add(new TensorSpec(name, BatchLayout.first(shape, cut.batch()))));
            ModelProto model = sums.addedTo(model(start, states), answers);
            return SubgraphSession.open(
                    model, List.of(input), outputs, batching(input, specs(states), most), execution);
        } catch (IllegalStateException | IllegalArgumentException tied) {
            throw new MalformedModelException(Messages.of(tied), tied);
        }
    }

    /** The subgraph between a boundary tensor and a later one, as a model to be differentiated. */
    ModelProto model(String start, String target) {
        return model(start, List.of(target));
    }

    /**
     * A derivative of the subgraph between two boundary tensors.
     *
     * @param model     the derivative, which {@link Differentiation} makes
     * @param direction layout of its second input
     * @param result    the tensor whose layout its output has
     * @param held      numbers that a point needs at the same time, at most
     * @throws MalformedModelException if the runtime refuses it
     */
    SubgraphSession derivative(ModelProto model, String start, BatchLayout direction, String result, long held)
            throws MalformedModelException {
        try {
            List<TensorSpec> inputs = List.of(spec(submodel.inputName(start), start),
                    new TensorSpec(Differentiation.DIRECTION, direction));
            List<TensorSpec> outputs = List.of(new TensorSpec(Differentiation.RESULT, cut.batchLayout(result)));
            return SubgraphSession.open(model, inputs, outputs, batching(held, MOST_DIFFERENTIATED), execution);
        } catch (IllegalStateException | IllegalArgumentException tied) {
            throw new MalformedModelException(Messages.of(tied), tied);
        }
    }

    /** Derivatives of subgraphs with this kind of batch. */
    Differentiation differentiation() throws MalformedModelException {
        Graph graph = submodel.graph();
        if (axis == BatchAxis.FIXED) {
            return new Differentiation(cut.facts(), cut.facts(), ShapeInference.constants(graph, cut.facts()));
        }
        Graph other = graph.withInputShape(cut.batchLayout(graph.input().name()).shape(2 * cut.batch()));
        Map<String, TensorFact> facts = ShapeInference.of(other);
        Map<String, TensorProto> constants = ShapeInference.constants(other, facts);
        return new Differentiation(cut.facts(), facts, ShapeInference.constants(graph, cut.facts()).entrySet().stream()
                .filter(one -> one.getValue().hasSameNumbers(constants.get(one.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Batching batching(TensorSpec input, List<TensorSpec> held, long most) {
        return batching(input.dimension() + held.stream().mapToLong(TensorSpec::dimension).sum(), most);
    }

    private Batching batching(long numbers, long most) {
        int atMost = (int) Math.max(1, Math.min(MOST_POINTS, most / numbers));
        return axis == BatchAxis.FREE ? Batching.free(atMost) : Batching.fixed(cut.batch());
    }

    private List<TensorSpec> specs(List<String> tensors) {
        return tensors.stream().map(tensor -> spec(submodel.outputName(tensor), tensor)).toList();
    }

    /**
     * The size of a run if several run at the same time. Each reads all weights: the more weights there are, the more
     * points should share them.
     */
    long numbersSideBySide(int runs) {
        long weights = cut.graph().constants().values().stream()
                .mapToLong(constant -> constant.data().length() / Float.BYTES).sum();
        long some = Math.max(FEWEST_SIDE_BY_SIDE, Math.min(MOST_SIDE_BY_SIDE, weights / 3));
        return Math.min(some, MOST_OF_ALL / runs);
    }

    /**
     * The whole network, whose outputs may have any shapes at other batches.
     *
     * @param targets tensors of the boundary tensors
     * @throws MalformedModelException if the runtime refuses it
     */
    ProbeSession trial(List<String> targets) throws MalformedModelException {
        try {
            return ProbeSession.open(model(cut.graph().input().name(), targets), execution);
        } catch (IllegalStateException tied) {
            throw new MalformedModelException(Messages.of(tied), tied);
        }
    }

    /** Name of a tensor among the outputs of subgraphs. */
    String outputName(String tensor) {
        return submodel.outputName(tensor);
    }

    /** Name of the whole network's input. */
    String inputName() {
        return submodel.inputName(cut.graph().input().name());
    }

    private ModelProto model(String start, List<String> targets) {
        return submodel.between(start, cut.batchLayout(start), targets, axis);
    }

    private TensorSpec spec(String name, String tensor) {
        BatchLayout layout = cut.batchLayout(tensor);
        if (axis == BatchAxis.FREE && !cut.layouts().containsKey(tensor) && !layout.isFirstAxis()) {
            throw new IllegalArgumentException("the first axis of '" + tensor + "' is not the batch");
        }
        return new TensorSpec(name, layout);
    }

    /** Sessions for single blocks, opened on first use. */
    static final class BlockSessions implements AutoCloseable {

        private final Cut cut;
        private final SubgraphSessions sessions;
        private final Map<Integer, SubgraphSession> opened = new HashMap<>();

        BlockSessions(Cut cut, SubgraphSessions sessions) {
            this.cut = cut;
            this.sessions = sessions;
        }

        /** Runs the input states of a block; returns its output states. */
        FloatPoints run(int block, FloatPoints entering) {
            List<ResidualBlock> blocks = cut.blocks();
            String start = block == 0 ? blocks.get(0).input() : blocks.get(block - 1).output();
            String end = blocks.get(block).output();
            float[] result = new float[Math.multiplyExact(entering.size(), cut.dimension(end))];
            subgraph(block, start, end).run(List.of(result), entering);
            return FloatPoints.wrap(result, entering.size(), cut.dimension(end));
        }

        private SubgraphSession subgraph(int block, String start, String end) {
            SubgraphSession subgraph = opened.get(block);
            if (subgraph == null) {
                try {
                    subgraph = sessions.between(start, List.of(end));
                } catch (MalformedModelException refused) {
                    throw new IllegalStateException("block " + block + " alone " + Messages.of(refused), refused);
                }
                opened.put(block, subgraph);
            }
            return subgraph;
        }

        @Override
        public void close() {
            opened.values().forEach(SubgraphSession::close);
            opened.clear();
        }
    }
}
