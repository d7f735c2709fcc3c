package org.leastaction.onnx.flow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.Preprocessing;
import org.leastaction.flow.RoleReasons;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.difference.FlowDifferences;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.flow.StageSession.StagePlan;
import org.leastaction.onnx.flow.States.StepReporter;
import org.leastaction.onnx.flow.SubgraphSessions.BlockSessions;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.FloatPoints;

/**
 * An ONNX network as a flow.
 *
 * <p>Inputs have the form of data sets (images with channels last) and are converted to the network's order of axes;
 * particles keep the network's order, usually [channels, height, width]. A network without a classifier has 0 classes.
 * A network without blocks is a flow of a single block, from its input to its output.
 */
public final class OnnxFlow implements FlowModel {

    /** Numbers of one point that a run of the whole network may hold; a larger network runs part by part. */
    private static final long MOST_NUMBERS = 1 << 24;

    private static final String TAKES_WHOLE_NUMBERS =
            "the network takes whole numbers, so its loss has no gradient at its inputs";

    private final Cut cut;
    private final FlowCut described;
    private final Optional<String> context;
    private final InputDescription inputs;
    private final FlowShape shape;
    private final InputConversion entering;
    private final Optional<SubgraphSession> encoder;
    private final List<StageSession> stages;
    private final Optional<SubgraphSession> classifier;
    private final BlockSessions singleBlocks;
    private final StepReporter steps;
    private final BatchedNetwork<StateReader> whole;
    private final Optional<CostNetwork> costs;
    private final ExactDerivatives derivatives;
    private boolean closed;

    private OnnxFlow(Cut cut, Cut states, InputDescription inputs, SubgraphSessions sessions,
            BatchedNetwork<StateReader> whole, Optional<CostNetwork> costs, ExactDerivatives derivatives,
            Optional<SubgraphSession> encoder, List<StageSession> stages, Optional<SubgraphSession> classifier) {
        this.cut = cut;
        this.described = (states.blocks().equals(cut.blocks()) ? cut : states.withHead(cut.head())).described();
        this.context = cut.context();
        this.inputs = inputs;
        this.shape = cut.shape();
        this.entering = InputConversion.of(cut);
        this.steps = new StepReporter(cut);
        this.whole = whole;
        this.costs = costs;
        this.derivatives = derivatives;
        this.encoder = encoder;
        this.stages = List.copyOf(stages);
        this.classifier = classifier;
        this.singleBlocks = new BlockSessions(cut, sessions);
    }

    /**
     * Opens a network, and checks that its parts, run one after another, compute the same as the whole network.
     *
     * @param file  for messages
     * @param tried  with at least one block
     * @param states the network before particles were made of its states
     * @throws InputFileException if the runtime refuses it, or its parts compute something else
     */
    static OnnxFlow open(Path file, BatchAxisProbe.Result tried, Cut states, Execution execution)
            throws InputFileException {
        try {
            if (tried.axis() == BatchAxis.FREE) {
                Optional<OnnxFlow> free = agreeing(tried, states, BatchAxis.FREE, execution);
                if (free.isPresent()) {
                    return free.get();
                }
            }
            return agreeing(tried, states, BatchAxis.FIXED, execution).orElseThrow(() -> new MalformedModelException(
                    "its parts, run one after another, compute other states than the whole network"));
        } catch (MalformedModelException refused) {
            throw new InputFileException(file, Messages.of(refused), refused);
        }
    }

    /**
     * A flow whose parts agree with the whole network.
     *
     * @return empty if they do not agree, or cannot be run with a free batch
     */
    private static Optional<OnnxFlow> agreeing(
            BatchAxisProbe.Result tried, Cut states, BatchAxis axis, Execution execution)
            throws MalformedModelException {
        OnnxFlow flow = null;
        try {
            flow = of(tried.cut(), states, axis, execution);
            if (flow.context.isPresent() || flow.agrees(tried)) {
                return Optional.of(flow);
            }
        } catch (MalformedModelException | IllegalStateException refused) {
            if (axis == BatchAxis.FIXED) {
                closeQuietly(flow);
                throw new MalformedModelException(Messages.of(refused), refused);
            }
        }
        closeQuietly(flow);
        return Optional.empty();
    }

    private static OnnxFlow of(Cut read, Cut whole, BatchAxis axis, Execution execution)
            throws MalformedModelException {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Cut cut = EndingProbe.decided(read, axis, execution);
            SubgraphSessions sessions = new SubgraphSessions(cut, axis, execution);
            String first = cut.blocks().get(0).input();
            String last = cut.blocks().get(cut.blocks().size() - 1).output();
            Optional<SubgraphSession> encoder = subgraph(sessions, cut.graph().input().name(), first, opened);
            List<StageSession> stages = new ArrayList<>();
            boolean alone = cut.context().isEmpty();
            for (StagePlan plan : alone ? StagePlan.of(cut) : List.<StagePlan>of()) {
                StageSession stage = StageSession.open(plan, sessions, cut::dimension);
                opened.add(stage);
                stages.add(stage);
            }
            // If a skip connection bypasses the blocks, the scores are computed from the input of the first block.
            Optional<SubgraphSession> classifier = !alone || cut.head().classes() == 0
                    ? Optional.empty()
                    : subgraph(sessions, cut.classifiesAlone() ? last : first, cut.head().tensor(), opened);
            return new OnnxFlow(cut, whole, KnownPreprocessing.of(cut), sessions, states(cut, axis, execution),
                    CostNetwork.of(cut, axis, execution), new ExactDerivatives(cut, cut.shape(), axis, execution),
                    encoder, stages, classifier);
        } catch (MalformedModelException refused) {
            opened.forEach(OnnxFlow::closeQuietly);
            throw refused;
        }
    }

    /** The network in one subgraph, with the states of all blocks. */
    private static BatchedNetwork<StateReader> states(Cut cut, BatchAxis axis, Execution execution) {
        return new BatchedNetwork<>(cut, axis, execution,
                (sessions, most) -> sessions.between(cut.graph().input().name(), StateReader.targets(cut), most),
                session -> new StateReader(cut, session));
    }

    /**
     * Whether the parts compute the same states of the probe's points, each from where the one before ends in the whole
     * network, as that does for each point alone, and blocks with an identity shortcut start where the previous one ends.
     */
    private boolean agrees(BatchAxisProbe.Result tried) {
        FloatPoints encoded = run(encoder, tried.points(), shape.encodedDimension());
        List<ResidualBlock> blocks = cut.blocks();
        List<Boolean> agreed = new ArrayList<>();
        float[][] before = {encoded.toArray()};
        FloatPoints end = StageSession.runAll(stages, encoded, steps, step -> {
            ResidualBlock block = blocks.get(step.block());
            boolean continues = block.shortcut() != Shortcut.IDENTITY
                    || Arrays.equals(step.shortcut().toArray(), before[0]);
            agreed.add(continues && tried.agrees(block.output(), step.output()));
            before[0] = step.output().toArray();
        }, (tensor, state) -> {
            before[0] = tried.state(tensor).toArray();
            return tried.state(tensor);
        });
        boolean answers = shape.classes() == 0 || tried.agrees(cut.head().tensor(),
                run(classifier, cut.classifiesAlone() ? end : encoded, cut.dimension(cut.head().tensor())));
        return answers && agreed.size() == blocks.size() && !agreed.contains(false);
    }

    private static Optional<SubgraphSession> subgraph(
            SubgraphSessions sessions, String from, String to, List<AutoCloseable> opened)
            throws MalformedModelException {
        if (from.equals(to)) {
            return Optional.empty();
        }
        SubgraphSession subgraph = sessions.between(from, List.of(to));
        opened.add(subgraph);
        return Optional.of(subgraph);
    }

    @Override
    public FlowShape shape() {
        return shape;
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        check("encode", inputs, shape.inputDimension());
        return run(encoder, entering.apply(inputs), shape.encodedDimension());
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        check("transport", encoded, shape.encodedDimension());
        requireNoContext();
        FloatPoints end = StageSession.runAll(stages, encoded, steps, observer, (tensor, state) -> state);
        return FloatPoints.wrap(end.toArray(), end.size(), end.dimension());
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        check("classify", transported, shape.transportedDimension());
        if (shape.classes() == 0) {
            throw new UnsupportedOperationException("the network has no classes");
        }
        requireNoContext();
        if (!cut.classifiesAlone()) {
            throw new UnsupportedOperationException("a skip connection bypasses the blocks, so that"
                    + " the output of the blocks does not determine the scores");
        }
        return LogProbabilities.of(
                run(classifier, transported, cut.dimension(cut.head().tensor())), cut.head().ending());
    }

    @Override
    public FloatPoints answers(FloatPoints encoded) {
        requireNoContext();
        if (shape.classes() == 0 || cut.classifiesAlone()) {
            return FlowModel.super.answers(encoded);
        }
        check("answers", encoded, shape.encodedDimension());
        return LogProbabilities.of(
                run(classifier, encoded, cut.dimension(cut.head().tensor())), cut.head().ending());
    }

    @Override
    public FloatPoints scores(FloatPoints entering) {
        if (context.isEmpty()) {
            return FlowModel.super.scores(entering);
        }
        return pass(entering, entering.size(), BatchObserver.NONE)
                .orElseThrow(() -> new UnsupportedOperationException("the network has no classes"));
    }

    private void requireNoContext() {
        context.ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
    }

    /** As one subgraph, with several batches at the same time. */
    @Override
    public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
        check("a pass", inputs, shape.inputDimension());
        boolean fits = StateReader.targets(cut).stream().mapToLong(cut::dimension).sum() <= MOST_NUMBERS;
        if (batch < 1 || !(context.isPresent() || fits || !cut.classifiesAlone())) {
            return FlowModel.super.pass(inputs, batch, observer);
        }
        try {
            whole.open();
        } catch (MalformedModelException refused) {
            throw new IllegalStateException("the network in one subgraph " + Messages.of(refused), refused);
        }
        boolean observed = observer != BatchObserver.NONE;
        return whole.run(inputs, batch, (reader, firstRow) -> {
            if (observed) {
                reader.subtract();
            }
        }, (reader, firstRow) -> steps.report(0, cut.blocks().size(), reader,
                observed ? step -> observer.observe(firstRow, step) : BlockObserver.NONE));
    }

    /**
     * Costs, summed inside the network. Derivatives, unless the network contains step functions: exact if all
     * operations of the differentiated part have a rule, otherwise by finite differences.
     */
    @Override
    public <R> Optional<R> role(Class<R> role) {
        if (role == BlockCosts.class) {
            return !closed && costs.isPresent() && costs.get().opens()
                    ? Optional.of(role.cast((BlockCosts) this::costs)) : Optional.empty();
        }
        if (role == DiscreteInputs.class) {
            return cut.discreteInputs().map(role::cast);
        }
        if (role == NamedInputs.class) {
            return Optional.of(role.cast(cut.inputs()));
        }
        if (role == Preprocessing.class) {
            return Optional.of(inputs).filter(known -> !known.equals(InputDescription.unknown()))
                    .map(known -> role.cast((Preprocessing) () -> known));
        }
        if (role == CutModel.class) {
            return Optional.of(role.cast((CutModel) () -> described));
        }
        if (role == RoleReasons.class) {
            return Optional.of(role.cast((RoleReasons) this::reason));
        }
        boolean possible = role == JacobianProducts.class
                || (role == BlockJacobianProducts.class && (context.isPresent() || cut.blocksRunAlone()))
                || (role == LossGradients.class && shape.classes() > 0);
        if (!possible || reason(role).isPresent()) {
            return Optional.empty();
        }
        Optional<String> refusal = derivatives.refusal(role);
        return refusal.isPresent() && context.isPresent() ? Optional.empty() : Optional.of(role.cast(
                refusal.isEmpty() ? derivatives : new FlowDifferences(this, this::runBlock, refusal)));
    }

    /** The reason why differences of runs are not derivatives. */
    private Optional<String> reason(Class<?> role) {
        if (role == JacobianProducts.class || role == BlockJacobianProducts.class) {
            return context.isPresent() ? context : cut.stepsInBlocks();
        }
        if (role != LossGradients.class) {
            return Optional.empty();
        }
        return cut.discreteInputs().isPresent() || cut.inputs().takeCategories() ? Optional.of(TAKES_WHOLE_NUMBERS)
                : cut.steps();
    }

    private FlowCosts costs(FloatPoints inputs, int batch) {
        check("costs", inputs, shape.inputDimension());
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least 1 point, not " + batch);
        }
        return costs.orElseThrow().costs(inputs, batch);
    }

    private FloatPoints runBlock(int block, FloatPoints entering) {
        check("a block", entering, shape.enteringDimension(block));
        return singleBlocks.run(block, entering);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            singleBlocks.close();
            whole.close();
            costs.ifPresent(CostNetwork::close);
            derivatives.close();
            encoder.ifPresent(SubgraphSession::close);
            stages.forEach(StageSession::close);
            classifier.ifPresent(SubgraphSession::close);
        }
    }

    private static FloatPoints run(Optional<SubgraphSession> subgraph, FloatPoints points, int dimension) {
        if (subgraph.isEmpty()) {
            return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
        }
        float[] result = new float[Math.multiplyExact(points.size(), dimension)];
        subgraph.get().run(List.of(result), points);
        return FloatPoints.wrap(result, points.size(), dimension);
    }

    private void check(String what, FloatPoints points, int dimension) {
        if (closed) {
            throw new IllegalStateException("this flow is closed");
        }
        if (points.dimension() != dimension || points.size() == 0) {
            throw new IllegalArgumentException(what + " takes at least one point of dimension " + dimension + ", not "
                    + points.size() + " of dimension " + points.dimension());
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable one) {
        try {
            if (one != null) {
                one.close();
            }
        } catch (Exception second) {
            // The first failure is reported.
        }
    }
}
