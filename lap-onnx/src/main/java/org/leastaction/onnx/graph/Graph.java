package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;
import org.leastaction.onnx.proto.GraphProto.ValueProto;

/**
 * A network with one input and one output: the operations that the output needs, sorted.
 *
 * <p>Everything else in the file (further outputs, operations without effect on the output) is ignored.
 */
public final class Graph {

    private final ModelProto model;
    private final ValueProto input;
    private final OutputChoice output;
    private final List<NodeProto> nodes;
    private final Map<String, TensorProto> constants;
    private final boolean widened;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();
    private final Set<String> aside;
    private final Set<String> varying;

    private Graph(ModelProto model, ValueProto input, OutputChoice output, List<NodeProto> nodes,
            Map<String, TensorProto> constants, boolean widened, Set<String> aside) {
        this.model = model;
        this.input = input;
        this.output = output;
        this.nodes = nodes;
        this.constants = constants;
        this.widened = widened;
        this.aside = aside;
        for (NodeProto node : nodes) {
            node.outputs().forEach(tensor -> producers.put(tensor, node));
            new LinkedHashSet<>(node.inputs()).forEach(
                    tensor -> consumers.computeIfAbsent(tensor, key -> new ArrayList<>()).add(node));
        }
        this.varying = varying(Set.of(input.name()), nodes, aside);
    }

    /**
     * Sorts a network's operations. O(operations + tensors).
     *
     * @param chosen the output that is read; empty for the one whose name says that it holds class scores, otherwise
     *               the one with the shape of class scores, otherwise the one that most operations lead to
     * @throws IllegalArgumentException if there is no such output
     * @throws MalformedModelException  if a tensor has two producers or none, the operations form a cycle, or the
     *                                  output does not need exactly one input; other inputs are ignored
     */
    public static Graph of(ModelProto file, Optional<String> chosen) throws MalformedModelException {
        boolean narrow = SinglePrecision.isNeeded(file);
        ModelProto model = narrow ? SinglePrecision.of(file) : file;
        Needed needed = needed(model, chosen);
        if (needed.inputs().size() != 1) {
            throw new MalformedModelException("has " + needed.inputs().size() + " inputs "
                    + needed.inputs().stream().map(ValueProto::name).toList() + " that its output '"
                    + needed.output().name() + "' needs; at least one is needed");
        }
        return new Graph(model, needed.inputs().get(0), needed.output(), needed.nodes(), needed.constants(), narrow,
                Set.of());
    }

    /**
     * The inputs that a network's output needs, in the file's order.
     *
     * @throws IllegalArgumentException as {@link #of}
     * @throws MalformedModelException  if a tensor has two producers or none, or the operations form a cycle
     */
    public static List<ValueProto> inputs(ModelProto model, Optional<String> chosen) throws MalformedModelException {
        return needed(model, chosen).inputs();
    }

    /** What an output needs. */
    private record Needed(OutputChoice output, List<ValueProto> inputs, List<NodeProto> nodes,
            Map<String, TensorProto> constants) {}

    private static Needed needed(ModelProto model, Optional<String> chosen) throws MalformedModelException {
        Map<String, TensorProto> constants = new HashMap<>(model.graph().initializers());
        List<NodeProto> operations = new ArrayList<>();
        for (NodeProto node : model.graph().nodes()) {
            Optional<TensorProto> constant = constant(node);
            if (constant.isEmpty()) {
                operations.addAll(SkipNormalisation.expanded(node));
            } else if (constants.put(constant.get().name(), constant.get()) != null) {
                throw new MalformedModelException("the tensor '" + constant.get().name() + "' is produced twice");
            }
        }
        Set<String> inputs = model.graph().inputs().stream().map(ValueProto::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<NodeProto> sorted = TopologicalOrder.sort(operations, inputs, constants.keySet());
        OutputChoice output = OutputChoice.of(model, sorted, varying(inputs, sorted, Set.of()), chosen);
        Ancestors needed = Ancestors.of(sorted, Set.of(output.name()));
        List<ValueProto> used = model.graph().inputs().stream()
                .filter(input -> needed.tensors().contains(input.name())).toList();
        return new Needed(output, used, needed.nodes(), constants);
    }

    /** The same network with other operations and constants. */
    public Graph with(List<NodeProto> newNodes, Map<String, TensorProto> newConstants) {
        return new Graph(model, input, output, newNodes, newConstants, widened, aside);
    }

    /** The same network with another shape of its input. */
    public Graph withInputShape(List<Long> shape) {
        return new Graph(model, new ValueProto(input.name(), input.type(), shape), output, nodes, constants,
                widened, aside);
    }

    /**
     * The same network with tensors of the input that are no part of the flow, such as a mask: what depends on them
     * alone does not count as varying.
     */
    public Graph withAside(Set<String> tensors) {
        return new Graph(model, input, output, nodes, constants, widened, tensors);
    }

    public ModelProto model() {
        return model;
    }

    public ValueProto input() {
        return input;
    }

    /** The output that is read. */
    public String output() {
        return output.name();
    }

    /** Other outputs that may hold the class scores as well as the one that is read; empty if the choice is clear. */
    public List<String> rivalOutputs() {
        return output.rivals();
    }

    /** Whether the file has numbers in bfloat16, which are single precision here. */
    public boolean isWidened() {
        return widened;
    }

    /**
     * All outputs with their shapes, and which is read, e.g. "policy [free, 362], value [free, 1]; 'policy' is used,
     * --output NAME selects another".
     */
    public String outputsInWords() {
        return OutputChoice.inWords(model) + output.inWords();
    }

    /** The shapes that the file states of outputs, −1 for a free extent. */
    public Map<String, List<Integer>> declaredShapes() {
        Map<String, List<Integer>> shapes = new HashMap<>();
        OutputChoice.shapes(model).forEach((name, shape) -> shapes.put(name, shape.stream()
                .map(extent -> (int) Math.max(-1, Math.min(Integer.MAX_VALUE, extent))).toList()));
        return shapes;
    }

    /** The operations that the output needs, in topological order. */
    public List<NodeProto> nodes() {
        return nodes;
    }

    /** Constant tensors by name. */
    public Map<String, TensorProto> constants() {
        return constants;
    }

    /** The operation that produces a tensor; empty for the input and for constants. */
    public Optional<NodeProto> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /** Operations that read a tensor, in order. */
    public List<NodeProto> consumers(String tensor) {
        return consumers.getOrDefault(tensor, List.of());
    }

    /** Whether a tensor depends on the values of the input, not on its shape alone. */
    public boolean varies(String tensor) {
        return varying.contains(tensor);
    }

    /** Whether tensors that depend on the input are no part of the flow. */
    public boolean hasAside() {
        return !aside.isEmpty();
    }

    /** The inputs of an operation that vary, each once. */
    public List<String> varyingInputs(NodeProto node) {
        return node.inputs().stream().filter(this::varies).distinct().toList();
    }

    /** The network, divided at every tensor that all paths pass. O(operations). */
    public List<SingleEntryRegion> regions() {
        return regions(input.name(), output.name(), nodes);
    }

    /**
     * A part of the network, divided at every tensor that all of its paths pass. O(operations).
     *
     * @param from  the only tensor that enters the part
     * @param to    the only tensor that leaves it
     * @param nodes all operations between them, in order
     */
    public List<SingleEntryRegion> regions(String from, String to, List<NodeProto> nodes) {
        Map<String, Integer> waiting = new HashMap<>();
        List<NodeProto> onPaths = nodes.stream()
                .filter(node -> node.outputs().stream().anyMatch(this::varies)).toList();
        onPaths.forEach(node -> varyingInputs(node).forEach(tensor -> waiting.merge(tensor, 1, Integer::sum)));
        waiting.merge(to, 1, Integer::sum);
        Set<String> open = new HashSet<>(Set.of(from));
        List<SingleEntryRegion> regions = new ArrayList<>();
        List<NodeProto> since = new ArrayList<>();
        String start = from;
        for (NodeProto node : onPaths) {
            for (String tensor : varyingInputs(node)) {
                if (waiting.merge(tensor, -1, Integer::sum) == 0) {
                    open.remove(tensor);
                }
            }
            node.outputs().stream().filter(tensor -> waiting.getOrDefault(tensor, 0) > 0).forEach(open::add);
            since.add(node);
            if (open.size() == 1) {
                String end = open.iterator().next();
                regions.add(new SingleEntryRegion(start, end, since));
                since.clear();
                start = end;
            }
        }
        return regions;
    }

    /** How a tensor of integers represents real numbers; empty if it does not, or not by constants. */
    public Optional<Quantisation> quantisation(String tensor) {
        return Quantisation.of(this, tensor);
    }

    private static Set<String> varying(Set<String> inputs, List<NodeProto> sorted, Set<String> aside) {
        Set<String> varying = new HashSet<>(inputs);
        for (NodeProto node : sorted) {
            if (!node.is("Shape", "Size") && node.inputs().stream().anyMatch(varying::contains)) {
                node.outputs().stream().filter(tensor -> !tensor.isEmpty() && !aside.contains(tensor))
                        .forEach(varying::add);
            }
        }
        return varying;
    }

    private static Optional<TensorProto> constant(NodeProto node) {
        if (!node.is("Constant") || !node.attributes().containsKey("value")) {
            return Optional.empty();
        }
        return node.attributes().get("value").tensor().map(tensor -> tensor.withName(node.outputs().get(0)));
    }

    /** The integers of a constant tensor; empty for other tensors. */
    Optional<long[]> constantLongs(String tensor) {
        TensorProto constant = constants.get(tensor);
        return constant == null || constant.type() != ElementType.INT64
                ? Optional.empty()
                : Optional.of(constant.longs());
    }

    /** Topological order of operations. */
    private static final class TopologicalOrder {

        private TopologicalOrder() {}

        /**
         * Sorts operations topologically; of several possible orders, the one nearest to the given one. O(n log n) for
         * n operations and their tensors; A. B. Kahn, CACM 5 (1962).
         */
        static List<NodeProto> sort(List<NodeProto> operations, Set<String> inputs, Set<String> constants)
                throws MalformedModelException {
            Map<String, Integer> producers = producers(operations, inputs, constants);
            int[] missing = new int[operations.size()];
            Map<Integer, List<Integer>> followers = new HashMap<>();
            for (int i = 0; i < missing.length; i++) {
                for (String tensor : new HashSet<>(operations.get(i).inputs())) {
                    Integer producer = producers.get(tensor);
                    if (producer != null) {
                        missing[i]++;
                        followers.computeIfAbsent(producer, key -> new ArrayList<>()).add(i);
                    } else if (!tensor.isEmpty() && !inputs.contains(tensor) && !constants.contains(tensor)) {
                        throw new MalformedModelException("the operation '" + operations.get(i).title()
                                + "' reads the tensor '" + tensor + "', which no operation produces");
                    }
                }
            }
            PriorityQueue<Integer> ready = new PriorityQueue<>();
            for (int i = 0; i < missing.length; i++) {
                if (missing[i] == 0) {
                    ready.add(i);
                }
            }
            List<NodeProto> sorted = new ArrayList<>();
            while (!ready.isEmpty()) {
                int next = ready.poll();
                sorted.add(operations.get(next));
                for (int follower : followers.getOrDefault(next, List.of())) {
                    if (--missing[follower] == 0) {
                        ready.add(follower);
                    }
                }
            }
            if (sorted.size() < operations.size()) {
                throw new MalformedModelException("contains a cycle of operations");
            }
            return sorted;
        }

        private static Map<String, Integer> producers(
                List<NodeProto> operations, Set<String> inputs, Set<String> constants)
                throws MalformedModelException {
            Map<String, Integer> producers = new HashMap<>();
            for (int i = 0; i < operations.size(); i++) {
                for (String tensor : operations.get(i).outputs()) {
                    if (tensor.isEmpty()) {
                        continue;
                    }
                    if (inputs.contains(tensor) || constants.contains(tensor) || producers.put(tensor, i) != null) {
                        throw new MalformedModelException("the tensor '" + tensor + "' is produced twice");
                    }
                }
            }
            return producers;
        }
    }
}
