package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.inspection.Unrecognised;
import org.leastaction.onnx.graph.Bead;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/** Decides of each bead whether it is a residual block. */
final class BeadReader {

    private final Graph graph;
    private final Map<String, TensorFact> facts;
    private final List<ResidualBead> residual = new ArrayList<>();
    private final List<Unrecognised> unrecognised = new ArrayList<>();

    BeadReader(Graph graph, Map<String, TensorFact> facts, List<Bead> beads) {
        this.graph = graph;
        this.facts = facts;
        for (int i = 0; i < beads.size(); i++) {
            if (beads.get(i).nodes().size() > 1 || isAddition(beads.get(i).last())) {
                read(i, beads.get(i));
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
        if (!isAddition(bead.last())) {
            if (bead.nodes().stream().anyMatch(Operators::hasWeights)) {
                unrecognised.add(new Unrecognised(bead.last().title(),
                        "its branches are joined by " + bead.last().operator() + ", not by an addition"));
                inner(bead, "lies beside other branches, which are joined by " + bead.last().operator());
            }
            return;
        }
        Optional<Addend> shortcut = shortcut(bead);
        if (shortcut.isEmpty()) {
            unrecognised.add(new Unrecognised(bead.last().title(), reason(bead)));
            inner(bead, "lies beside other branches, which meet in " + bead.last().title());
            return;
        }
        Set<NodeProto> beside = new HashSet<>(shortcut.get().nodes());
        residual.add(new ResidualBead(position, bead, shortcut.get().tensor(),
                bead.nodes().stream().filter(node -> !beside.contains(node) && node != bead.last()).toList()));
        inner(bead, "lies inside the block " + bead.last().title() + ", whose shortcut runs past it");
    }

    /** One of the tensors that a bead adds, and the operations of the bead that make it. */
    private record Addend(String tensor, List<NodeProto> nodes) {

        long weights() {
            return nodes.stream().filter(Operators::hasWeights).count();
        }
    }

    private Optional<Addend> shortcut(Bead bead) {
        List<Addend> addends = new ArrayList<>();
        collect(bead, bead.last(), addends);
        List<Addend> possible = addends.stream()
                .filter(addend -> shape(addend.tensor()).equals(shape(bead.end())))
                .filter(addend -> addend.nodes().stream().allMatch(Operators::mayLieOnShortcut))
                .toList();
        Optional<Addend> identity = possible.stream()
                .filter(addend -> addend.nodes().stream().allMatch(Operators::isIdentity)).findFirst();
        if (identity.isPresent()) {
            boolean alone = addends.stream().allMatch(addend -> addend.nodes().stream().allMatch(Operators::isIdentity));
            return alone ? Optional.empty() : Optional.of(new Addend(bead.start(), identity.get().nodes()));
        }
        return addends.size() < 2 ? Optional.empty() : possible.stream().min(
                Comparator.comparingLong(Addend::weights).thenComparingInt(addend -> addend.nodes().size()));
    }

    /** The leaves of nested additions, as in x + attention(x) + network(x). */
    private void collect(Bead bead, NodeProto addition, List<Addend> addends) {
        for (String tensor : graph.varyingInputs(addition)) {
            Optional<NodeProto> producer = graph.producer(tensor).filter(bead.nodes()::contains);
            boolean nested = producer.filter(this::isAddition).isPresent()
                    && graph.consumers(tensor).size() == 1
                    && shape(tensor).equals(shape(bead.end()));
            if (nested) {
                collect(bead, producer.get(), addends);
            } else {
                addends.add(new Addend(tensor, ancestors(bead, tensor)));
            }
        }
    }

    private List<NodeProto> ancestors(Bead bead, String tensor) {
        Set<String> wanted = new HashSet<>(Set.of(tensor));
        List<NodeProto> ancestors = new ArrayList<>();
        for (int i = bead.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = bead.nodes().get(i);
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                ancestors.add(node);
                wanted.addAll(node.inputs());
                wanted.remove(bead.start());
            }
        }
        return ancestors;
    }

    private String reason(Bead bead) {
        boolean spread = graph.varyingInputs(bead.last()).stream()
                .anyMatch(tensor -> !shape(tensor).equals(shape(bead.end())));
        if (graph.varyingInputs(bead.last()).size() < 2) {
            return "adds a tensor to itself";
        }
        return spread
                ? "adds tensors of different shapes"
                : "none of the tensors that it adds is what came in, or a linear image of it";
    }

    /** Additions that the outer bead hides: those with weights on one side that the other lacks. */
    private void inner(Bead bead, String reason) {
        for (NodeProto node : bead.nodes()) {
            if (node != bead.last() && isAddition(node) && graph.varyingInputs(node).size() > 1) {
                List<String> inputs = graph.varyingInputs(node);
                Set<NodeProto> one = new HashSet<>(ancestors(bead, inputs.get(0)));
                Set<NodeProto> other = new HashSet<>(ancestors(bead, inputs.get(1)));
                boolean apart = one.stream().anyMatch(x -> Operators.hasWeights(x) && !other.contains(x))
                        || other.stream().anyMatch(x -> Operators.hasWeights(x) && !one.contains(x));
                if (apart) {
                    unrecognised.add(new Unrecognised(node.title(), reason));
                }
            }
        }
    }

    /** Whether a node adds values that vary; what adds a constant is a bias. */
    private boolean isAddition(NodeProto node) {
        long varying = node.inputs().stream().filter(graph::varies).count();
        return Operators.isAddition(node) && varying == node.inputs().size() && varying > 1;
    }

    private List<Long> shape(String tensor) {
        return facts.get(tensor).shape();
    }
}
