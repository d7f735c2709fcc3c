package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.flow.States.StepReporter;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;
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

    private int blocks() {
        return plan.blocks().size();
    }

    private States run(FloatPoints particles) {
        Map<String, FloatPoints> states = new HashMap<>();
        states.put(plan.start(), particles);
        List<float[]> targets = new ArrayList<>();
        for (String target : plan.targets()) {
            int d = dimension.applyAsInt(target);
            float[] array = new float[Math.multiplyExact(particles.size(), d)];
            targets.add(array);
            states.put(target, FloatPoints.wrap(array, particles.size(), d));
        }
        session.run(targets, particles);
        return new OwnStates(particles.size(), states);
    }

    /**
     * Runs particles [n, d] through all stages, one after another.
     *
     * @param next the state that enters the next stage, by the name of its tensor and the state that was computed
     * @return the last one
     */
    static FloatPoints runAll(List<StageSession> stages, FloatPoints particles, StepReporter steps,
            BlockObserver observer, BiFunction<String, FloatPoints, FloatPoints> next) {
        FloatPoints state = particles;
        int block = 0;
        for (StageSession stage : stages) {
            States states = stage.run(state);
            steps.report(block, block + stage.blocks(), states, observer);
            state = next.apply(stage.end(), states.of(stage.end()));
            block += stage.blocks();
        }
        return state;
    }

    /** The output of its last block. */
    private String end() {
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

    /**
     * Blocks that run together in one subgraph.
     *
     * @param start  tensor that enters the first of them
     * @param blocks consecutive blocks
     */
    record StagePlan(String start, List<ResidualBlock> blocks) {

        /** The maximum size of the states of one stage for one point, unless a single block has more. */
        private static final long MOST_STATES = 1 << 19;

        StagePlan {
            blocks = List.copyOf(blocks);
        }

        /** The outputs of the subgraph: those of the blocks, and shortcuts that are not identities. */
        List<String> targets() {
            Set<String> targets = new LinkedHashSet<>();
            for (ResidualBlock block : blocks) {
                if (block.shortcut() != Shortcut.IDENTITY) {
                    targets.add(block.shortcutTensor());
                }
                targets.add(block.output());
            }
            return List.copyOf(targets);
        }

        /** Stages that hold as many blocks as possible. */
        static List<StagePlan> of(Cut cut) {
            List<StagePlan> stages = new ArrayList<>();
            List<ResidualBlock> blocks = new ArrayList<>();
            String start = cut.blocks().get(0).input();
            long states = 0;
            String last = cut.blocks().get(cut.blocks().size() - 1).output();
            for (ResidualBlock block : cut.blocks()) {
                long own = states(block, cut.facts());
                boolean full = !blocks.isEmpty() && states + own > MOST_STATES * cut.batch();
                if (full && cut.chain().determines(blocks.get(blocks.size() - 1).output(), last)) {
                    stages.add(new StagePlan(start, blocks));
                    start = blocks.get(blocks.size() - 1).output();
                    blocks.clear();
                    states = 0;
                }
                blocks.add(block);
                states += own;
            }
            stages.add(new StagePlan(start, blocks));
            return stages;
        }

        private static long states(ResidualBlock block, Map<String, TensorFact> facts) {
            return Lookup.of(facts, block.output()).size() * (block.shortcut() == Shortcut.IDENTITY ? 1 : 2);
        }
    }
}
