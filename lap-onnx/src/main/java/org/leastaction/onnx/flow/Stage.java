package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.FloatPoints;

/** Blocks that run together. */
final class Stage implements AutoCloseable {

    private final StagePlan plan;
    private final Piece piece;
    private final ToIntFunction<String> dimension;

    private Stage(StagePlan plan, Piece piece, ToIntFunction<String> dimension) {
        this.plan = plan;
        this.piece = piece;
        this.dimension = dimension;
    }

    static Stage open(StagePlan plan, Pieces pieces, ToIntFunction<String> dimension) throws MalformedModelException {
        return new Stage(plan, pieces.between(plan.start(), plan.targets()), dimension);
    }

    /** Number of its blocks. */
    int blocks() {
        return plan.blocks().size();
    }

    /** Runs particles through. */
    States run(FloatPoints particles) {
        Map<String, FloatPoints> states = new HashMap<>();
        states.put(plan.start(), particles);
        List<float[]> targets = new ArrayList<>();
        for (String target : plan.targets()) {
            int d = dimension.applyAsInt(target);
            float[] array = new float[Math.multiplyExact(particles.size(), d)];
            targets.add(array);
            states.put(target, FloatPoints.wrap(array, particles.size(), d));
        }
        piece.run(particles, targets);
        return new StageStates(states);
    }

    /** What leaves its last block. */
    String end() {
        return plan.blocks().get(plan.blocks().size() - 1).output();
    }

    @Override
    public void close() {
        piece.close();
    }
}
