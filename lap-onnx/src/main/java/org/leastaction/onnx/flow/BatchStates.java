package org.leastaction.onnx.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.BatchObserver;
import org.leastaction.onnx.cut.Block;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.Known;
import org.leastaction.onnx.runtime.Lane;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.FloatPoints;

/**
 * The states of one batch of the whole network.
 *
 * <p>Residues are subtracted by the thread that runs the batch, while the states are in its caches; states stay with the
 * runtime, and those that are asked for are copied. Native memory and arrays are made once and serve one batch after
 * another.
 */
final class BatchStates implements States {

    private final Cut cut;
    private final List<String> targets;
    private final Lane lane;
    private final int mostPoints;
    private final Map<String, float[]> arrays = new HashMap<>();
    private final Map<String, float[]> residues = new HashMap<>();
    private final Map<String, FloatPoints> states = new HashMap<>();

    /**
     * States of batches.
     *
     * @param piece   the network in one piece
     * @param targets its outputs
     */
    BatchStates(Cut cut, Piece piece, List<String> targets) {
        this.cut = cut;
        this.targets = targets;
        this.lane = piece.lane();
        this.mostPoints = piece.batching().size();
    }

    /**
     * Runs a batch through.
     *
     * @param observer that will see it; where it looks away, there are no residues
     */
    void run(FloatPoints points, BatchObserver observer) {
        lane.run(points);
        states.put(cut.graph().input().name(), points);
        for (String target : targets) {
            states.put(target, FloatPoints.deferred(() -> copy(target), points.size(), cut.dimension(target)));
        }
        if (observer != BatchObserver.NONE) {
            cut.blocks().forEach(this::subtract);
        }
    }

    @Override
    public FloatPoints of(String tensor) {
        return Known.of(states, tensor);
    }

    @Override
    public FloatPoints residue(Block block) {
        FloatPoints output = of(block.output());
        return FloatPoints.wrap(Known.of(residues, block.output()), output.size(), output.dimension());
    }

    private void subtract(Block block) {
        float[] residue = array(residues, block.output());
        int output = targets.indexOf(block.output());
        int shortcut = targets.indexOf(block.shortcutTensor());
        if (shortcut < 0) {
            StageStates.subtract(of(block.output()), of(block.shortcutTensor()), residue);
        } else {
            lane.readDifference(output, shortcut, residue);
        }
    }

    private float[] copy(String target) {
        float[] array = array(arrays, target);
        lane.read(targets.indexOf(target), array, 0);
        return array;
    }

    private float[] array(Map<String, float[]> made, String tensor) {
        return made.computeIfAbsent(tensor, name -> new float[Math.multiplyExact(mostPoints, cut.dimension(name))]);
    }
}
