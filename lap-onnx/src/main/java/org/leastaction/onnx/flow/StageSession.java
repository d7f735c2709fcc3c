package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.FloatPoints;

/** A session that runs the blocks of a stage, from arbitrary particles. */
final class StageSession implements AutoCloseable {

    private final StagePlan plan;
    private final SubgraphSession session;
    private final ToIntFunction<String> dimension;

    private StageSession(StagePlan plan, SubgraphSession session, ToIntFunction<String> dimension) {
        this.plan = plan;
        this.session = session;
        this.dimension = dimension;
    }

    static StageSession open(StagePlan plan, SubgraphSessions sessions, ToIntFunction<String> dimension)
            throws MalformedModelException {
        return new StageSession(plan, sessions.between(plan.start(), plan.targets()), dimension);
    }

    /** Number of its blocks. */
    int blocks() {
        return plan.blocks().size();
    }

    /** Runs particles [n, d] through the blocks. */
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
        session.run(particles, targets);
        return new OwnStates(particles.size(), states);
    }

    /** The output of its last block. */
    String end() {
        return plan.blocks().get(plan.blocks().size() - 1).output();
    }

    @Override
    public void close() {
        session.close();
    }

    /** States in arrays of their own, by tensor. */
    private static final class OwnStates implements States {

        private final int size;
        private final Map<String, FloatPoints> states;
        private float[] residue = new float[0];

        OwnStates(int size, Map<String, FloatPoints> states) {
            this.size = size;
            this.states = states;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public FloatPoints of(String tensor) {
            return Lookup.of(states, tensor);
        }

        @Override
        public FloatPoints residue(ResidualBlock block) {
            FloatPoints output = of(block.output());
            int length = output.size() * output.dimension();
            residue = residue.length < length ? new float[length] : residue;
            States.subtract(output, of(block.shortcutTensor()), residue);
            return FloatPoints.wrap(residue, output.size(), output.dimension());
        }
    }
}
