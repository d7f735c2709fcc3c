package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.leastaction.flow.NamedInputs.Kind;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.NamedInputs.Particle;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ByteSlice;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Adds to a network the operations that make particles of its states [n, tokens, …]: padding set to 0, one token, or
 * the mean of the tokens. The blocks of the result have particles as their tensors; the network itself is unchanged.
 *
 * <p>Only operators are used whose form is the same in all operator sets from 9.
 */
public final class ParticleView {

    private static final String KEPT = "#kept";
    private static final String SEEN = "#particle";
    private static final String KEEP = "keep#particle";
    private static final String WEIGHTS = "weights#particle";
    private static final String ZERO = "zero#particle";

    private final Cut cut;
    private final Particle particle;
    private final Optional<NamedInput> mask;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<String, TensorFact> facts = new HashMap<>();
    private final Map<String, String> seen = new HashMap<>();
    private long tokens;

    private ParticleView(Cut cut, Particle particle) {
        this.cut = cut;
        this.particle = particle;
        this.mask = cut.inputs().mask().filter(input -> cut.packed().isPresent());
    }

    /**
     * A network whose particles are parts of its states.
     *
     * @return the same network if its particles are whole samples without padding
     * @throws IllegalArgumentException if a state has no axis of tokens
     */
    public static Cut of(Cut cut, Particle particle) {
        ParticleView view = new ParticleView(cut, particle);
        if (particle == Particle.SAMPLE && view.mask.isEmpty()) {
            return cut;
        }
        List<ResidualBlock> blocks = new ArrayList<>();
        for (ResidualBlock block : cut.blocks()) {
            blocks.add(new ResidualBlock(block.name(), block.shortcut(), view.of(block.input()),
                    view.of(block.shortcutTensor()), view.of(block.output()), block.operators(), block.after()));
        }
        return view.nodes.isEmpty() ? cut : view.applied(blocks);
    }

    private Cut applied(List<ResidualBlock> blocks) {
        List<NodeProto> allNodes = new ArrayList<>(cut.graph().nodes());
        allNodes.addAll(nodes);
        Map<String, TensorProto> allConstants = new HashMap<>(cut.graph().constants());
        allConstants.putAll(constants);
        Map<String, TensorFact> allFacts = new HashMap<>(cut.facts());
        allFacts.putAll(facts);
        return new Cut(cut.graph().with(allNodes, allConstants), allFacts, cut.layouts(), cut.batch(), cut.chain(),
                cut.layout(), blocks, cut.head(), cut.unrecognised(),
                cut.packed().map(inputs -> inputs.withTokens(tokens)));
    }

    private String of(String state) {
        return seen.computeIfAbsent(state, this::added);
    }

    private String added(String state) {
        TensorFact fact = Lookup.of(cut.facts(), state);
        List<Long> shape = fact.shape();
        boolean first = shape.size() > 1 && shape.get(0) == cut.batch();
        Optional<Long> length = mask.map(input -> (long) input.dimension());
        boolean tokensSecond = first && shape.size() == 3 && length.map(shape.get(1)::equals).orElse(true);
        if (particle == Particle.SAMPLE) {
            boolean elsewhere = !tokensSecond && shape.size() == 3 && shape.contains(length.orElseThrow());
            if (elsewhere) {
                throw refusal(state, shape);
            }
            return tokensSecond ? kept(state, fact.type(), shape) : state;
        }
        if (!tokensSecond) {
            throw refusal(state, shape);
        }
        String real = fact.type() == ElementType.FLOAT ? state : state + "#single";
        if (!real.equals(state)) {
            nodes.add(NodeProto.cast(state, real, ElementType.FLOAT));
        }
        String result = state + SEEN;
        String tokensKept = mask.isPresent() ? kept(real, ElementType.FLOAT, shape) : real;
        if (particle == Particle.CLASS) {
            constant(scalar("first#particle"));
            nodes.add(NodeProto.of("Gather", List.of(tokensKept, "first#particle"), result,
                    AttributeProto.integer("axis", 1)));
        } else {
            String weights = weights(shape.get(1), state);
            nodes.add(NodeProto.of("MatMul", List.of(weights, tokensKept), result + "#row"));
            constant(TensorProto.ofLongs(result + "#shape", -1, shape.get(2)));
            nodes.add(NodeProto.of("Reshape", List.of(result + "#row", result + "#shape"), result));
        }
        facts.put(result, new TensorFact(ElementType.FLOAT, List.of(shape.get(0), shape.get(2))));
        return result;
    }

    private IllegalArgumentException refusal(String state, List<Long> shape) {
        return new IllegalArgumentException("the state '" + state + "' has the shape " + shape
                + mask.map(input -> " and '" + input.name() + "' marks " + input.dimension() + " tokens").orElse("")
                + "; [samples, tokens" + mask.map(input -> " = " + input.dimension()).orElse("")
                + ", numbers] is needed to tell the tokens apart");
    }

    /** A state with 0 in place of padding. */
    private String kept(String state, ElementType type, List<Long> shape) {
        NamedInput marks = mask.orElseThrow();
        if (!constants.containsKey(ZERO)) {
            constant(TensorProto.ofFloats(ZERO, List.of(), 0));
            String real = PackedInputs.real(marks);
            if (marks.kind() == Kind.MASK) {
                nodes.add(NodeProto.cast(real, KEEP, ElementType.BOOL));
            } else {
                nodes.add(NodeProto.cast(real, KEEP + "#padding", ElementType.BOOL));
                nodes.add(NodeProto.of("Not", List.of(KEEP + "#padding"), KEEP));
            }
        }
        String keep = KEEP + shape.size();
        if (!constants.containsKey(keep + "#shape")) {
            constant(TensorProto.ofLongs(keep + "#shape", Stream.concat(Stream.of(-1L, (long) marks.dimension()),
                    shape.stream().skip(2).map(extent -> 1L)).mapToLong(Long::longValue).toArray()));
            nodes.add(NodeProto.of("Reshape", List.of(KEEP, keep + "#shape"), keep));
        }
        String zero = ZERO + (type == ElementType.FLOAT ? "" : type);
        if (type != ElementType.FLOAT && nodes.stream().noneMatch(node -> node.outputs().contains(zero))) {
            nodes.add(NodeProto.cast(ZERO, zero, type));
        }
        String kept = state + KEPT;
        nodes.add(NodeProto.of("Where", List.of(keep, state, zero), kept));
        facts.put(kept, new TensorFact(type, shape));
        return kept;
    }

    /** The weights of the tokens in a particle, [n or 1, 1, tokens]. */
    private String weights(long length, String state) {
        if (tokens != 0) {
            if (tokens != length) {
                throw new IllegalArgumentException("the state '" + state + "' has " + length + " tokens, others have "
                        + tokens + "; tokens can be told apart where their number does not change");
            }
            return WEIGHTS;
        }
        tokens = length;
        int count = Math.toIntExact(length);
        constant(TensorProto.ofLongs(WEIGHTS + "#shape", -1, 1, length));
        if (particle == Particle.MEAN && mask.isEmpty()) {
            float[] equal = new float[count];
            Arrays.fill(equal, 1f / count);
            constant(TensorProto.ofFloats(WEIGHTS, List.of(1L, 1L, length), equal));
        } else if (particle == Particle.MEAN) {
            float[] ones = new float[count];
            Arrays.fill(ones, 1);
            constant(TensorProto.ofFloats(WEIGHTS + "#ones", List.of(length, 1L), ones));
            nodes.add(NodeProto.cast(KEEP, WEIGHTS + "#marks", ElementType.FLOAT));
            nodes.add(NodeProto.of("MatMul", List.of(WEIGHTS + "#marks", WEIGHTS + "#ones"), WEIGHTS + "#sum"));
            nodes.add(NodeProto.of("Div", List.of(WEIGHTS + "#marks", WEIGHTS + "#sum"), WEIGHTS + "#equal"));
            nodes.add(NodeProto.of("Reshape", List.of(WEIGHTS + "#equal", WEIGHTS + "#shape"), WEIGHTS));
        } else {
            NamedInput token = cut.inputs().token().orElseThrow();
            constant(TensorProto.ofLongs(WEIGHTS + "#numbers", LongStream.range(0, length).toArray()));
            constant(TensorProto.ofLongs(WEIGHTS + "#column", cut.inputs().column(token)));
            nodes.add(NodeProto.of("Gather", List.of(PackedInputs.ROWS, WEIGHTS + "#column"), WEIGHTS + "#real",
                    AttributeProto.integer("axis", 1)));
            nodes.add(NodeProto.cast(WEIGHTS + "#real", WEIGHTS + "#chosen", ElementType.INT64));
            nodes.add(NodeProto.of("Equal", List.of(WEIGHTS + "#chosen", WEIGHTS + "#numbers"), WEIGHTS + "#one"));
            nodes.add(NodeProto.cast(WEIGHTS + "#one", WEIGHTS + "#flat", ElementType.FLOAT));
            nodes.add(NodeProto.of("Reshape", List.of(WEIGHTS + "#flat", WEIGHTS + "#shape"), WEIGHTS));
        }
        return WEIGHTS;
    }

    private void constant(TensorProto constant) {
        constants.put(constant.name(), constant);
    }

    /** The whole number 0, without axes. */
    private static TensorProto scalar(String name) {
        return new TensorProto(name, List.of(), ElementType.INT64, ByteSlice.of(new byte[Long.BYTES]));
    }
}
