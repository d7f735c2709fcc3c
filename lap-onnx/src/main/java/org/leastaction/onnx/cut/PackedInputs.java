package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.Kind;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.NamedInputs.Particle;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.onnx.graph.Ancestors;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.GraphProto.ValueProto;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * A network with several inputs as one with a single input: rows of numbers, from which the first operations take the
 * original inputs. Everything that is done to a network with one input is then possible, and nothing else has to know
 * of several.
 *
 * @param model    the network that takes rows, {@link #ROWS}
 * @param named    the inputs in a row
 * @param declared the inputs as the file declares them
 */
public record PackedInputs(ModelProto model, NamedInputs named, List<NamedInput> declared) {

    /** Name of the tensor of rows, [n, d]. */
    static final String ROWS = "inputs#lap";

    private static final long FREE = -1;
    private static final int MOST_INPUTS = 64;
    private static final long MOST_NUMBERS = 1 << 24;
    private static final String REAL = "#real";

    public PackedInputs {
        declared = List.copyOf(declared);
    }

    /**
     * Packs the inputs that a network's output needs.
     *
     * @param otherwise length of axes that neither the file nor the options fix; empty to refuse them
     * @return empty if it has one input, which can be taken as it is
     * @throws MalformedModelException if an input has no axis of samples, or extents remain free
     */
    public static Optional<PackedInputs> of(ModelProto model, ReadingOptions options, OptionalInt otherwise)
            throws MalformedModelException {
        List<ValueProto> used = Graph.inputs(model, options.output());
        boolean ofTokens = options.particle() == Particle.TOKEN;
        if (used.isEmpty() || (used.size() < 2 && !ofTokens)) {
            return Optional.empty();
        }
        if (used.size() > MOST_INPUTS) {
            throw new MalformedModelException("has " + used.size() + " inputs; at most " + MOST_INPUTS
                    + " can be read");
        }
        List<NamedInput> declared = used.stream().map(input -> declared(input)).toList();
        long batch = batch(used, declared);
        List<NamedInput> fixed = new ArrayList<>();
        for (NamedInput input : declared) {
            fixed.add(new NamedInput(input.name(), input.type(), extents(input, declared, options, otherwise),
                    kind(input, options, otherwise.isPresent()), 0, 0));
        }
        if (ofTokens) {
            fixed.add(new NamedInput(NamedInputs.TOKEN, "int64", List.of(1), Kind.WHOLE_NUMBERS, 0,
                    NamedInputs.GREATEST_EXACT));
        }
        double numbers = fixed.stream().mapToDouble(PackedInputs::numbers).sum();
        if (numbers > MOST_NUMBERS) {
            throw new MalformedModelException("takes inputs of " + (long) numbers + " numbers a sample, "
                    + words(declared) + "; at most " + MOST_NUMBERS + " can be read");
        }
        return Optional.of(packed(model, used, declared, new NamedInputs(fixed), batch, options));
    }

    /** The only input of a network that takes it as it is. */
    static NamedInputs single(Graph graph, List<Integer> shape) {
        NamedInput input = declared(graph).get(0);
        Optional<DiscreteInputs> numbers = InputNumbers.of(graph, graph.input().name(), graph.input().type());
        boolean categories = numbers.isPresent() && numbers.get().meaning() == DiscreteInputs.Meaning.CATEGORIES;
        return new NamedInputs(List.of(new NamedInput(input.name(), input.type(), shape,
                categories ? Kind.WHOLE_NUMBERS : Kind.NUMBERS, numbers.map(DiscreteInputs::least).orElse(0L),
                numbers.map(DiscreteInputs::greatest).orElse(0L))));
    }

    /** The only input of a network, as its file declares it. */
    static List<NamedInput> declared(Graph graph) {
        return graph.model().graph().inputs().stream().filter(input -> input.name().equals(graph.input().name()))
                .map(input -> declared(input)).toList();
    }

    /** The same where the particle is one of so many tokens; unchanged if it is none. */
    PackedInputs withTokens(long tokens) {
        return new PackedInputs(model, new NamedInputs(named.inputs().stream()
                .map(input -> input.isToken() ? new NamedInput(input.name(), input.type(), input.shape(),
                        input.kind(), 0, tokens - 1) : input)
                .toList(), named.mask(), named.particle()), declared);
    }

    /**
     * The same with the mask that describes a state: the first whose length is that of an input from which the state is
     * computed, if their names do not say otherwise.
     *
     * @param graph as it was packed
     * @param state at which the first block starts
     */
    PackedInputs withMaskOf(String state, Graph graph) {
        Set<String> wanted = Ancestors.of(graph.nodes(), Set.of(state)).tensors();
        List<NamedInput> sources = named.inputs().stream()
                .filter(input -> !input.isMask() && wanted.contains(real(input))).toList();
        Optional<NamedInput> mask = named.inputs().stream().filter(NamedInput::isMask)
                .filter(marks -> sources.stream().anyMatch(input -> !input.shape().isEmpty()
                        && input.shape().get(0).equals(marks.shape().get(0))
                        && NamedInputs.mayDescribe(marks.name(), input.name())))
                .findFirst();
        return new PackedInputs(model, new NamedInputs(named.inputs(), mask, named.particle()), declared);
    }

    /** Name of the tensor of an input's numbers in single precision, [n, …]. */
    static String real(NamedInput input) {
        return input.name() + REAL;
    }

    private static NamedInput declared(ValueProto input) {
        List<Integer> point = input.shape().stream().skip(1).map(extent -> (int) Math.min(extent, Integer.MAX_VALUE))
                .toList();
        Kind kind = NamedInputs.maskKind(input.name()).filter(mask -> input.shape().size() == 2)
                .orElse(input.type().isReal() ? Kind.NUMBERS : Kind.WHOLE_NUMBERS);
        return new NamedInput(input.name(), word(input.type()), point, kind, 0, 1);
    }

    private static String word(ElementType type) {
        return switch (type) {
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            default -> type.name().toLowerCase(Locale.ROOT);
        };
    }

    /** The number of samples that all inputs take, −1 for any. */
    private static long batch(List<ValueProto> used, List<NamedInput> declared) throws MalformedModelException {
        for (ValueProto input : used) {
            if (input.shape().isEmpty()) {
                throw new MalformedModelException("its input '" + input.name() + "' has no axis of samples;"
                        + " the inputs are " + words(declared) + "; export it with the samples on the first axis of"
                        + " every input");
            }
        }
        List<Long> batches = used.stream().map(input -> input.shape().get(0)).distinct().toList();
        if (batches.size() > 1) {
            throw new MalformedModelException("its inputs take different numbers of samples, "
                    + used.stream().map(input -> input.name() + " " + (input.shape().get(0) == FREE ? "any"
                            : input.shape().get(0))).collect(Collectors.joining(", "))
                    + "; export it with the samples free on the first axis of every input");
        }
        return batches.get(0);
    }

    /** The kind of an input, where its name leaves it open as the data say; to see the cut, any serves. */
    private static Kind kind(NamedInput input, ReadingOptions options, boolean inspected)
            throws MalformedModelException {
        if (input.kind() != Kind.UNDECIDED_MASK) {
            return input.kind();
        }
        Kind known = options.masks().get(input.name());
        if (known == null && !inspected) {
            throw new MalformedModelException("1 in its input '" + input.name() + "' may mark tokens, as in Keras, or"
                    + " padding, and the data do not tell; '--data FILE.npz' with a sample without padding, or with the"
                    + " same token id wherever padding is, tells");
        }
        return known == null ? Kind.MASK : known;
    }

    private static List<Integer> extents(NamedInput input, List<NamedInput> all, ReadingOptions options,
            OptionalInt otherwise) throws MalformedModelException {
        List<Integer> data = options.arrays().getOrDefault(input.name(), List.of());
        List<Integer> chosen = options.inputShape();
        List<Integer> extents = new ArrayList<>();
        for (int axis = 0; axis < input.shape().size(); axis++) {
            int extent = input.shape().get(axis);
            if (extent == FREE && data.size() == input.shape().size() && data.get(axis) > 0) {
                extent = data.get(axis);
            } else if (extent == FREE && chosen.size() == 1) {
                extent = chosen.get(0);
            } else if (extent == FREE && otherwise.isPresent()) {
                extent = otherwise.getAsInt();
            }
            if (extent < 1 && !options.arrays().isEmpty()) {
                throw new MalformedModelException("takes several inputs, " + words(all) + ", and the data have "
                        + (options.arrays().containsKey(input.name())
                                ? "an array '" + input.name() + "' of another shape, [n" + data.stream()
                                        .map(length -> ", " + length).collect(Collectors.joining()) + "]"
                                : "no array '" + input.name() + "', only "
                                        + options.arrays().keySet().stream().sorted()
                                                .collect(Collectors.joining(", "))));
            }
            if (extent < 1) {
                throw new MalformedModelException("takes several inputs, " + words(all) + ", whose lengths are free;"
                        + " '--data FILE.npz' with an array for each of them gives them, or --input-shape with one"
                        + " number for all");
            }
            extents.add(extent);
        }
        return extents;
    }

    private static double numbers(NamedInput input) {
        return input.shape().stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    }

    private static String words(List<NamedInput> inputs) {
        return inputs.stream().map(input -> input.name() + " " + Stream.concat(Stream.of("n"), input.shape().stream()
                .map(extent -> extent == FREE ? "free" : extent.toString())).toList())
                .collect(Collectors.joining(", "));
    }

    private static PackedInputs packed(ModelProto model, List<ValueProto> used, List<NamedInput> declared,
            NamedInputs fixed, long batch, ReadingOptions options) throws MalformedModelException {
        Map<String, TensorProto> constants = new HashMap<>(model.graph().initializers());
        List<NodeProto> nodes = new ArrayList<>();
        for (NamedInput input : fixed.inputs().subList(0, used.size())) {
            int first = fixed.column(input);
            TensorProto columns = TensorProto.ofLongs(input.name() + "#columns",
                    LongStream.range(first, first + input.dimension()).toArray());
            TensorProto shape = TensorProto.ofLongs(input.name() + "#shape", LongStream.concat(LongStream.of(-1),
                    input.shape().stream().mapToLong(Integer::longValue)).toArray());
            constants.put(columns.name(), columns);
            constants.put(shape.name(), shape);
            nodes.add(NodeProto.of("Gather", List.of(ROWS, columns.name()), input.name() + "#row",
                    AttributeProto.integer("axis", 1)));
            nodes.add(NodeProto.of("Reshape", List.of(input.name() + "#row", shape.name()), real(input)));
        }
        for (ValueProto input : used) {
            nodes.add(NodeProto.cast(input.name() + REAL, input.name(), input.type()));
        }
        nodes.addAll(model.graph().nodes());
        List<ValueProto> inputs = new ArrayList<>(
                List.of(new ValueProto(ROWS, ElementType.FLOAT, List.of(batch, (long) fixed.dimension()))));
        model.graph().inputs().stream().filter(input -> !used.contains(input)).forEach(inputs::add);
        ModelProto rows = new ModelProto(model.irVersion(), model.producer(), model.opsets(), model.metadata(),
                new GraphProto(nodes, constants, inputs, model.graph().outputs()));
        Graph graph = Graph.of(rows, options.output());
        List<NamedInput> known = fixed.inputs().stream().map(input -> withNumbers(input, used, graph)).toList();
        return new PackedInputs(rows, new NamedInputs(known, new NamedInputs(known).mask(), options.particle()),
                declared);
    }

    private static NamedInput withNumbers(NamedInput input, List<ValueProto> used, Graph graph) {
        if (input.isMask()) {
            return new NamedInput(input.name(), input.type(), input.shape(), input.kind(), 0, 1);
        }
        Optional<DiscreteInputs> numbers = used.stream().filter(one -> one.name().equals(input.name()))
                .findFirst().flatMap(one -> InputNumbers.of(graph, one.name(), one.type()));
        return numbers.map(known -> new NamedInput(input.name(), input.type(), input.shape(), Kind.WHOLE_NUMBERS,
                known.least(), known.greatest())).orElse(input);
    }
}
