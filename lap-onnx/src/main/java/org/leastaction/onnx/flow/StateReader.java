package org.leastaction.onnx.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.flow.BatchedNetwork.BatchReader;
import org.leastaction.onnx.flow.StageSession.StagePlan;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.runtime.IoBinding;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.FloatPoints;

/**
 * Reads the states of one batch of a network. States stay in the memory of the runtime, and those that are requested
 * are copied once; residues are subtracted by the thread that ran the batch, while the states are in its caches.
 */
final class StateReader implements BatchReader, States {

    private final Cut cut;
    private final List<String> targets;
    private final IoBinding binding;
    private final int mostPoints;
    private final Map<String, float[]> arrays = new HashMap<>();
    private final Map<String, float[]> residues = new HashMap<>();
    private final Set<String> copied = new HashSet<>();
    private FloatPoints inputs = FloatPoints.wrap(new float[0], 0, 1);

    /** @param session whose outputs are {@link #targets} */
    StateReader(Cut cut, SubgraphSession session) {
        this.cut = cut;
        this.targets = targets(cut);
        this.binding = session.binding();
        this.mostPoints = session.batching().size();
    }

    /** The states of all blocks in order, and the scores of a network with classes. */
    static List<String> targets(Cut cut) {
        Set<String> targets = new LinkedHashSet<>();
        String start = cut.blocks().get(0).input();
        targets.add(start);
        targets.addAll(new StagePlan(start, cut.blocks()).targets());
        if (cut.head().classes() > 0) {
            targets.add(cut.head().tensor());
        }
        targets.remove(cut.graph().input().name());
        return List.copyOf(targets);
    }

    @Override
    public void run(FloatPoints points) {
        inputs = points;
        copied.clear();
        binding.run(points);
    }

    /** Subtracts the residues of all blocks. */
    void subtract() {
        for (ResidualBlock block : cut.blocks()) {
            float[] residue = array(residues, block.output());
            int shortcut = targets.indexOf(block.shortcutTensor());
            if (shortcut < 0) {
                States.subtract(of(block.output()), of(block.shortcutTensor()), residue);
            } else {
                binding.readDifference(targets.indexOf(block.output()), shortcut, residue);
            }
        }
    }

    @Override
    public FloatPoints scores() {
        return of(cut.head().tensor());
    }

    @Override
    public int size() {
        return inputs.size();
    }

    @Override
    public FloatPoints of(String tensor) {
        if (tensor.equals(cut.graph().input().name())) {
            return inputs;
        }
        float[] array = array(arrays, tensor);
        if (copied.add(tensor)) {
            binding.read(targets.indexOf(tensor), array, 0);
        }
        return FloatPoints.wrap(array, size(), cut.dimension(tensor));
    }

    @Override
    public FloatPoints residue(ResidualBlock block) {
        return FloatPoints.wrap(Lookup.of(residues, block.output()), size(), cut.dimension(block.output()));
    }

    private float[] array(Map<String, float[]> made, String tensor) {
        return made.computeIfAbsent(tensor, name -> new float[Math.multiplyExact(mostPoints, cut.dimension(name))]);
    }
}
