package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.inspection.Unrecognised;
import org.leastaction.onnx.cut.Sum.Term;
import org.leastaction.onnx.graph.Bead;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Known;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/** Decides of each bead whether it is a residual block. */
final class BeadReader {

    private final Graph graph;
    private final Map<String, TensorFact> facts;
    private final List<ResidualBead> residual = new ArrayList<>();
    private final List<Unrecognised> unrecognised = new ArrayList<>();
    private final Set<NodeProto> joining = new HashSet<>();

    BeadReader(Graph graph, Map<String, TensorFact> facts, List<Bead> beads) {
        this.graph = graph;
        this.facts = facts;
        for (int i = 0; i < beads.size(); i++) {
            Bead bead = beads.get(i);
            if (!bead.skips().isEmpty()) {
                unrecognised.add(new Unrecognised(bead.last().title(), "is the end of a skip connection past the blocks"
                        + " before it; --blocks " + bead.last().title() + " takes all of them as one block"));
            } else if (bead.nodes().size() > 1 || Sum.isSum(graph, bead.last())) {
                read(i, bead);
            }
        }
    }

    /** The residual blocks, in order. */
    List<ResidualBead> residual() {
        return residual;
    }

    List<Unrecognised> unrecognised() {
        return unrecognised;
    }

    private void read(int position, Bead bead) {
        Optional<Term> shortcut = shortcut(bead);
        if (shortcut.isPresent()) {
            Set<NodeProto> beside = new HashSet<>(shortcut.get().nodes());
            residual.add(new ResidualBead(position, bead, shortcut.get().tensor().orElseThrow(),
                    bead.nodes().stream().filter(node -> !beside.contains(node) && !node.equals(bead.last())).toList()));
            inner(bead, "lies inside the block " + bead.last().title() + ", whose shortcut runs past it");
        } else if (Sum.isSum(graph, bead.last())) {
            if (!isCentring(bead)) {
                unrecognised.add(new Unrecognised(bead.last().title(), reason(bead)));
                inner(bead, "lies beside other branches, which meet in " + bead.last().title());
            }
        } else if (bead.nodes().stream().anyMatch(Operators::hasWeights) && !isIntegerProduct(bead)) {
            unrecognised.add(new Unrecognised(bead.last().title(),
                    "its branches are joined by " + bead.last().operator() + ", not by an addition"));
            inner(bead, "lies beside other branches, which are joined by " + bead.last().operator());
        }
    }

    /** What a bead adds to; its tensor is the bead's start for the identity and multiples of it. */
    private Optional<Term> shortcut(Bead bead) {
        NodeProto last = bead.last();
        if (last.is("Where") && last.inputs().size() == 3 && !graph.varies(last.inputs().get(0))) {
            return choiceOfIdentities(bead);
        }
        if (!Sum.isSum(graph, last)) {
            return Optional.empty();
        }
        Sum sum = Sum.of(graph, facts, bead);
        joining.addAll(sum.nodes());
        List<Term> terms = sum.terms();
        boolean subtractsOther = terms.stream().anyMatch(term -> term.sign() < 0
                && term.tensor().map(tensor -> !shape(tensor).equals(shape(bead.end()))).orElse(false));
        if (subtractsOther) {
            return Optional.empty();
        }
        List<Term> possible = terms.stream()
                .filter(term -> term.sign() > 0 && term.tensor().isPresent())
                .filter(term -> shape(term.tensor().get()).equals(shape(bead.end())))
                .filter(term -> term.nodes().stream().allMatch(Operators::mayLieOnShortcut))
                .toList();
        Optional<Term> identity = possible.stream().filter(term -> Sum.keeps(graph, term.nodes())).findFirst();
        if (identity.isPresent()) {
            boolean alone = terms.stream().allMatch(term -> term.nodes().stream().allMatch(Operators::isIdentity));
            return alone ? Optional.empty() : identity.map(term -> startOf(bead, term.nodes()));
        }
        return terms.size() < 2 || terms.stream().anyMatch(this::isSubtractedStart) ? Optional.empty() : possible.stream().filter(term -> !term.multiple()).min(
                Comparator.comparingLong(Term::weights).thenComparingInt(term -> term.nodes().size()));
    }

    /** Of two sums of which a constant chooses, as a linear interpolation is written: both hold the bead's start. */
    private Optional<Term> choiceOfIdentities(Bead bead) {
        List<NodeProto> beside = new ArrayList<>();
        for (String branch : bead.last().inputs().subList(1, 3)) {
            List<NodeProto> nodes = new ArrayList<>(Sum.ancestors(bead, List.of(branch)));
            Collections.reverse(nodes);
            Optional<Term> shortcut = nodes.isEmpty() || !shape(branch).equals(shape(bead.end()))
                    ? Optional.empty()
                    : shortcut(new Bead(bead.start(), branch, nodes));
            if (shortcut.isEmpty() || !shortcut.get().tensor().orElseThrow().equals(bead.start())) {
                return Optional.empty();
            }
            beside.addAll(shortcut.get().nodes());
        }
        return Optional.of(startOf(bead, beside));
    }

    private static Term startOf(Bead bead, List<NodeProto> nodes) {
        return new Term(Optional.of(bead.start()), nodes, 1, false);
    }

    private String reason(Bead bead) {
        List<Term> terms = Sum.of(graph, facts, bead).terms();
        boolean subtracted = terms.stream().anyMatch(this::isSubtractedStart);
        boolean spread = graph.varyingInputs(bead.last()).stream()
                .anyMatch(tensor -> !shape(tensor).equals(shape(bead.end())));
        if (graph.varyingInputs(bead.last()).size() < 2) {
            return "adds a tensor to itself";
        }
        if (subtracted) {
            return "subtracts the block's input from something else, as in f(x) - x, so it is no residual block x + f(x)";
        }
        return spread
                ? "adds tensors of different shapes"
                : "none of the tensors that it adds is what came in, or a linear image of it";
    }

    /** Whether a term is the bead's start, or a multiple of it, with a minus sign, as in f(x) - x. */
    private boolean isSubtractedStart(Term term) {
        return term.sign() < 0 && Sum.keeps(graph, term.nodes());
    }

    /** Whether a bead subtracts means or the like from what comes in, as normalisations and softmaxes do. */
    private boolean isCentring(Bead bead) {
        return bead.last().is("Sub") && bead.nodes().stream().noneMatch(Operators::hasWeights);
    }

    /** Whether a bead is one product by integers that stand for the numbers of this batch, and its scale beside it. */
    private static boolean isIntegerProduct(Bead bead) {
        return bead.nodes().get(0).is("DynamicQuantizeLinear")
                && bead.nodes().stream().filter(Operators::hasWeights).count() == 1;
    }

    /**
     * Additions that a bead hides, but for those that join its branches: those with weights on one side that the other
     * lacks.
     */
    private void inner(Bead bead, String reason) {
        for (NodeProto node : bead.nodes()) {
            List<String> inputs = Sum.inputs(graph, node).stream().distinct().toList();
            if (!joining.contains(node) && inputs.size() > 1) {
                Set<NodeProto> one = new HashSet<>(Sum.ancestors(bead, inputs.subList(0, 1)));
                Set<NodeProto> other = new HashSet<>(Sum.ancestors(bead, inputs.subList(1, 2)));
                boolean apart = one.stream().anyMatch(x -> Operators.hasWeights(x) && !other.contains(x))
                        || other.stream().anyMatch(x -> Operators.hasWeights(x) && !one.contains(x));
                if (apart) {
                    unrecognised.add(new Unrecognised(node.title(), reason));
                }
            }
        }
    }

    private List<Long> shape(String tensor) {
        return Known.of(facts, tensor).shape();
    }
}
