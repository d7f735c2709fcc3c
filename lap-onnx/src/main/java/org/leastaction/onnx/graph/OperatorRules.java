package org.leastaction.onnx.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Limits of attributes, checked before native code runs: kernels divide by strides and groups before they check them.
 */
public final class OperatorRules {

    private static final Set<String> DOMAINS = Set.of("", "com.microsoft");

    /** Operations whose results differ from call to call. */
    private static final Set<String> RANDOM = Set.of("RandomNormal", "RandomNormalLike", "RandomUniform",
            "RandomUniformLike", "Multinomial", "Bernoulli");

    /** Operations whose values are not tensors of numbers, or which contain graphs. */
    private static final Set<String> UNSUPPORTED = Set.of("If", "Loop", "Scan", "SequenceAt", "SequenceConstruct",
            "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceLength", "SequenceMap", "SplitToSequence",
            "ConcatFromSequence", "Optional", "OptionalGetElement", "OptionalHasElement", "StringNormalizer",
            "StringConcat", "StringSplit", "RegexFullMatch", "TfIdfVectorizer", "ImageDecoder");

    private static final long GREATEST = 1 << 20;

    /** Least and greatest values of integer attributes, by name. */
    private static final Map<String, Range> RANGES = Map.ofEntries(
            Map.entry("strides", new Range(1, GREATEST)),
            Map.entry("dilations", new Range(1, GREATEST)),
            Map.entry("kernel_shape", new Range(1, GREATEST)),
            Map.entry("group", new Range(1, GREATEST)),
            Map.entry("output_padding", new Range(0, GREATEST)),
            Map.entry("output_shape", new Range(1, GREATEST)),
            Map.entry("pads", new Range(-GREATEST, GREATEST)),
            Map.entry("blocksize", new Range(1, GREATEST)),
            Map.entry("block_size", new Range(1, GREATEST)),
            Map.entry("size", new Range(1, GREATEST)),
            Map.entry("num_heads", new Range(1, GREATEST)),
            Map.entry("q_num_heads", new Range(1, GREATEST)),
            Map.entry("kv_num_heads", new Range(1, GREATEST)),
            Map.entry("num_groups", new Range(1, GREATEST)),
            Map.entry("num_outputs", new Range(1, GREATEST)),
            Map.entry("hidden_size", new Range(1, GREATEST)),
            Map.entry("sampling_ratio", new Range(0, 1024)),
            Map.entry("output_height", new Range(1, GREATEST)),
            Map.entry("output_width", new Range(1, GREATEST)),
            Map.entry("axis", new Range(-16, 16)),
            Map.entry("axes", new Range(-16, 16)),
            Map.entry("batch_axis", new Range(-16, 16)),
            Map.entry("time_axis", new Range(-16, 16)),
            Map.entry("perm", new Range(0, 16)));

    private record Range(long least, long greatest) {

        boolean holds(long value) {
            return value >= least && value <= greatest;
        }
    }

    private OperatorRules() {}

    /** @throws MalformedModelException if an operation violates a rule; the message names it */
    public static void check(List<NodeProto> nodes) throws MalformedModelException {
        for (NodeProto node : nodes) {
            checkKind(node);
            for (AttributeProto attribute : node.attributes().values()) {
                checkRange(node, attribute);
            }
        }
    }

    private static void checkKind(NodeProto node) throws MalformedModelException {
        String named = "the operation '" + node.title() + "' (" + node.operator() + ")";
        if (!DOMAINS.contains(node.domain())) {
            throw new MalformedModelException(named + " is of the domain '" + node.domain() + "', which is not known");
        }
        if (node.operator().equals("EPContext")) {
            throw new MalformedModelException(
                    named + " contains a compiled program, which is not run; export the network"
                            + " without it");
        }
        if (RANDOM.contains(node.operator())) {
            throw new MalformedModelException(named + " is random; export the network in inference mode");
        }
        if (UNSUPPORTED.contains(node.operator())) {
            throw new MalformedModelException(named + " works on branches, sequences or texts, which is not supported");
        }
        if (node.number("training_mode", 0) != 0) {
            throw new MalformedModelException(named + " is in training mode; export the network in inference mode");
        }
    }

    private static void checkRange(NodeProto node, AttributeProto attribute) throws MalformedModelException {
        Range range = RANGES.get(attribute.name());
        if (range == null) {
            return;
        }
        boolean onlyPad = attribute.name().equals("pads") && !node.is("Pad");
        Range allowed = onlyPad ? new Range(0, range.greatest()) : range;
        List<Long> values = attribute.numbers().isEmpty() ? List.of(attribute.number()) : attribute.numbers();
        boolean sound = values.stream().allMatch(allowed::holds);
        if (!sound) {
            throw new MalformedModelException("the operation '" + node.title() + "' (" + node.operator() + ") has "
                    + attribute.name() + " " + values + ", which is not possible");
        }
    }
}
