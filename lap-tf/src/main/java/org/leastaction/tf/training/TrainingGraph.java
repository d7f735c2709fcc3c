package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.flow.objective.Multiplier;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser;
import org.leastaction.io.Messages;
import org.leastaction.tf.graph.Convolutions;
import org.leastaction.tf.graph.Cotangents;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.graph.Variable;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Networks;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The graph and session of one ensemble: a training step, and the evaluation of the same weights in inference.
 *
 * <p>The ensemble's loss is the sum of its instances' losses, so the gradient of an instance does not depend on other
 * instances.
 */
final class TrainingGraph implements AutoCloseable {

    /**
     * The results of one step before its update, one number per instance.
     *
     * @param crossEntropy  mean over the batch, nats; that of the network's classifier
     * @param transportCost C of the batch, the objective's term
     */
    record Step(float[] crossEntropy, float[] transportCost) {}

    /**
     * The results of a test batch, one number per instance.
     *
     * @param lossSum sum of cross entropies over the batch, nats
     * @param correct number of points classified correctly
     */
    record Evaluation(float[] lossSum, float[] correct) {}

    /** Prefix of the names of the parameters of the modules' own classifiers. */
    private static final String MODULES = "modules/";

    private final Graph graph = new Graph();
    private final Session session;
    private final Network network;
    private final Parameters parameters;
    private final int instances;
    private final int inputDimension;

    private final Placeholder<TFloat32> inputs;
    private final Placeholder<TInt32> labels;
    private final Placeholder<TFloat32> uzawaTick;
    private final Operand<TFloat32> crossEntropy;
    private final Operand<TFloat32> transportCost;
    private final Operand<TFloat32> testLossSum;
    private final Operand<TFloat32> testCorrect;
    private final Operand<TBool> finiteWeights;
    private final Variable lambda;
    private final OptimiserUpdates optimiserUpdates;
    private final ObjectiveInputs objectiveInputs;
    private final List<Op> updates = new ArrayList<>();

    TrainingGraph(NetworkSpec spec, Objective objective, Optimiser optimiser, int instances, Execution execution) {
        this(Networks.of(spec), objective, optimiser, instances, execution);
    }

    TrainingGraph(Network network, Objective objective, Optimiser optimiser, int instances, Execution execution) {
        this.network = network;
        this.instances = instances;
        this.inputDimension = network.shape().inputDimension();
        Session opened = null;
        try {
            Ops tf = Ops.create(graph);
            parameters = new Parameters(tf, network.layout(), instances);
            inputs = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(instances, -1, inputDimension)));
            labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(instances, -1)));
            uzawaTick = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
            lambda = Variable.create(tf, "lambda", Shape.of(instances));

            Layers training = Layers.of(
                    network.layout(), tf, Mode.TRAINING, parameters, Convolutions.forTraining(execution));
            objectiveInputs = new ObjectiveInputs(tf, instances);
            TensorArithmetic arithmetic = new TensorArithmetic(
                    tf, network.layout(), objectiveInputs, training::batchStatistics);
            NetworkPass pass = NetworkPass.of(network, training, inputs, objective.isModuleWise());
            crossEntropy = meanCrossEntropy(tf, pass.logits());
            BatchFlow<TensorArithmetic.Value> flow = pass.flow(arithmetic);
            TensorArithmetic.Value term = asked(objective, () -> objective.term(flow, arithmetic));
            transportCost = arithmetic.number(term, "the term of the objective " + objective.key(), instances);
            updates.addAll(training.statisticsUpdates());
            optimiserUpdates = new OptimiserUpdates(tf, optimiser);
            Operand<TFloat32> minimised =
                    objective.isModuleWise() ? crossEntropyOfModules(tf, pass) : crossEntropy;
            addGradients(tf, tf.sum(lossOf(objective, minimised, flow, term, arithmetic, tf), tf.constant(0)));
            updates.addAll(optimiserUpdates.updates());

            Layers inference = Layers.of(network.layout(), tf, Mode.INFERENCE, parameters);
            Operand<TFloat32> testLogits = NetworkPass.of(network, inference, inputs, false).logits();
            testLossSum = tf.sum(pointwiseCrossEntropy(tf, testLogits, network.shape().classes()), tf.constant(1));
            testCorrect = correct(tf, testLogits);
            finiteWeights = finite(tf);
            opened = Sessions.open(graph, network.layout(), execution);
        } catch (RuntimeException | Error failure) {
            graph.close();
            throw failure;
        }
        session = opened;
    }

    Network network() {
        return network;
    }

    /** Initialises every variable: the weights of each instance, the optimiser's state (0) and λ. */
    void start(List<NetworkWeights> weights, float[] lambda0) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters.all()) {
            float[] stacked = new float[parameter.size() * instances];
            for (int i = 0; i < instances; i++) {
                System.arraycopy(
                        weights.get(i).of(parameter.name(), parameter.size()),
                        0,
                        stacked,
                        i * parameter.size(),
                        parameter.size());
            }
            values.put(parameter.name(), stacked);
        }
        for (Variable state : optimiserUpdates.state()) {
            values.put(state.name(), new float[Math.toIntExact(state.shape().size())]);
        }
        values.put(lambda.name(), lambda0);
        restore(values);
    }

    /**
     * Sets every variable.
     *
     * @param values values by name, all instances together, as returned by {@link #variables}
     * @throws IllegalArgumentException if one is missing or has another size
     */
    void restore(Map<String, float[]> values) {
        Variable.restore(session, all(), values);
    }

    /** The current values of all variables, by name, all instances together. */
    Map<String, float[]> variables() {
        return Variable.read(session, all());
    }

    /** Whether all weights of each instance are finite. */
    boolean[] finiteWeights() {
        try (Result result = session.runner().fetch(finiteWeights).run()) {
            boolean[] finite = new boolean[instances];
            result.get(0).asRawTensor().data().asBooleans().read(finite);
            return finite;
        }
    }

    /** Parameters of the network, in order. */
    List<Parameter> parameters() {
        return List.copyOf(parameters.all());
    }

    /**
     * One step of the optimiser. An objective that uses assignments needs the states of the batch first, which takes a
     * second forward pass.
     *
     * @param points  [instances, batch, inputDimension]
     * @param classes [instances, batch]
     * @param rate    learning rate
     * @param number  number of this step, from 1
     * @param tick    1 if λ is updated before this step, otherwise 0
     * @param seeds   one per instance, for random numbers of the objective
     */
    Step step(float[] points, int[] classes, int batch, double rate, long number, float tick, long[] seeds) {
        try (TFloat32 x = Feeds.floats(Shape.of(instances, batch, inputDimension), points);
                TInt32 y = Feeds.ints(Shape.of(instances, batch), classes);
                TFloat32 t = TFloat32.scalarOf(tick);
                ObjectiveInputs.Fed fed = objectiveInputs.of(
                        () -> session.runner().feed(inputs, x), seeds, number, batch)) {
            Session.Runner runner = fed.into(session.runner()).fetch(crossEntropy).fetch(transportCost);
            updates.forEach(runner::addTarget);
            try (Result result = optimiserUpdates.run(
                    runner.feed(inputs, x).feed(labels, y).feed(uzawaTick, t), rate, number)) {
                return new Step(Feeds.read(result.get(0)), Feeds.read(result.get(1)));
            }
        }
    }

    /** Evaluates a test batch in inference mode; shapes as in {@link #step}. */
    Evaluation evaluate(float[] points, int[] classes, int batch) {
        try (TFloat32 x = Feeds.floats(Shape.of(instances, batch, inputDimension), points);
                TInt32 y = Feeds.ints(Shape.of(instances, batch), classes);
                Result result = session.runner()
                        .feed(inputs, x)
                        .feed(labels, y)
                        .fetch(testLossSum)
                        .fetch(testCorrect)
                        .run()) {
            return new Evaluation(Feeds.read(result.get(0)), Feeds.read(result.get(1)));
        }
    }

    /** The current λ of each instance. */
    float[] lambda() {
        try (Result result = session.runner().fetch(lambda.value()).run()) {
            return Feeds.read(result.get(0));
        }
    }

    /** The current weights of the network of each instance, without those of the modules' own classifiers. */
    List<NetworkWeights> weights() {
        List<Map<String, float[]>> split = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            split.add(new LinkedHashMap<>());
        }
        List<Parameter> all = parameters().stream()
                .filter(parameter -> !parameter.name().startsWith(MODULES))
                .toList();
        Session.Runner runner = session.runner();
        all.forEach(parameter -> runner.fetch(parameters.variable(parameter).value()));
        try (Result result = runner.run()) {
            for (int p = 0; p < all.size(); p++) {
                float[] stacked = Feeds.read(result.get(p));
                int size = all.get(p).size();
                for (int i = 0; i < instances; i++) {
                    float[] own = new float[size];
                    System.arraycopy(stacked, i * size, own, 0, size);
                    split.get(i).put(all.get(p).name(), own);
                }
            }
        }
        return split.stream().map(NetworkWeights::new).toList();
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }

    /** The sum over blocks of the cross entropy of their own classifiers, [instances]; the last has the network's. */
    private Operand<TFloat32> crossEntropyOfModules(Ops tf, NetworkPass pass) {
        List<Operand<TFloat32>> logits = pass.logitsOfModules(k -> Layers.of(
                network.layout(), tf, Mode.TRAINING, parameters.within(MODULES + (k + 1) + "/")));
        Operand<TFloat32> sum = crossEntropy;
        for (Operand<TFloat32> module : logits) {
            sum = tf.math.add(sum, meanCrossEntropy(tf, module));
        }
        return sum;
    }

    /** The mean over the batch, [instances]. */
    private Operand<TFloat32> meanCrossEntropy(Ops tf, Operand<TFloat32> logits) {
        return tf.math.mean(pointwiseCrossEntropy(tf, logits, network.shape().classes()), tf.constant(1));
    }

    /** Cross entropy of every point, [instances, batch]. */
    private Operand<TFloat32> pointwiseCrossEntropy(Ops tf, Operand<TFloat32> logits, int classes) {
        Operand<TFloat32> targets = tf.oneHot(
                tf.reshape(labels, tf.constant(new int[] {-1})),
                tf.constant(classes),
                tf.constant(1f),
                tf.constant(0f));
        Operand<TFloat32> flat = tf.nn.softmaxCrossEntropyWithLogits(logits, targets).loss();
        return tf.reshape(flat, tf.constant(new int[] {instances, -1}));
    }

    private Operand<TFloat32> correct(Ops tf, Operand<TFloat32> logits) {
        Operand<TInt32> predicted = tf.reshape(
                tf.math.argMax(logits, tf.constant(1), TInt32.class), tf.constant(new int[] {instances, -1}));
        return tf.sum(tf.dtypes.cast(tf.math.equal(predicted, labels), TFloat32.class), tf.constant(1));
    }

    /** The loss of each instance, [instances]; λ is updated for this batch first. */
    @SuppressWarnings("NullAway") // λ is null exactly for objectives without one, as Objective.loss says
    private Operand<TFloat32> lossOf(
            Objective objective,
            Operand<TFloat32> minimised,
            BatchFlow<TensorArithmetic.Value> flow,
            TensorArithmetic.Value term,
            TensorArithmetic arithmetic,
            Ops tf) {
        TensorArithmetic.Value multiplier = multiplierOf(objective.multiplier(), arithmetic, tf);
        TensorArithmetic.Value loss = asked(
                objective, () -> objective.loss(arithmetic.number(minimised), term, multiplier, arithmetic));
        for (Objective added : objective.added()) {
            TensorArithmetic.Value before = loss;
            TensorArithmetic.Value weight = multiplierOf(added.multiplier(), arithmetic, tf);
            loss = asked(added, () -> added.loss(before, added.term(flow, arithmetic), weight, arithmetic));
        }
        return arithmetic.number(loss, "the loss of the objective " + objective.key(), instances);
    }

    /** The λ of this batch; null if there is none. */
    private TensorArithmetic.@Nullable Value multiplierOf(Multiplier multiplier, TensorArithmetic arithmetic, Ops tf) {
        if (!multiplier.grows()) {
            return multiplier.exists() ? arithmetic.constant(multiplier.start()) : null;
        }
        Operand<TFloat32> growth =
                tf.math.mul(tf.math.mul(uzawaTick, tf.constant((float) multiplier.tau())), crossEntropy);
        Operand<TFloat32> grown = tf.stopGradient(tf.math.add(lambda.value(), growth));
        updates.add(tf.assignVariableOp(lambda.handle(), grown));
        return arithmetic.number(grown);
    }

    /** Calls an objective; a failure is reported with its key. */
    private static TensorArithmetic.Value asked(Objective objective, Supplier<TensorArithmetic.Value> question) {
        try {
            return Objects.requireNonNull(question.get(), "it returns null, not a number");
        } catch (OutOfMemoryError failure) {
            throw failure;
        } catch (RuntimeException | Error failure) {
            // Any throwable: a stack overflow or a missing class is a failure of the objective, not of this trainer.
            throw new IllegalArgumentException(
                    "the objective " + objective.key() + " fails: " + Messages.of(failure), failure);
        }
    }

    private void addGradients(Ops tf, Operand<TFloat32> loss) {
        List<Variable> trained = parameters.all().stream()
                .filter(network::trains)
                .map(parameters::variable)
                .toList();
        List<Operand<TFloat32>> values = trained.stream().map(Variable::value).toList();
        // Stacked layers broadcast, and have no ReLU that could be fused with the preceding operation.
        if (network.layout() == Layout.SINGLE) {
            List<Operand<TFloat32>> gradients = Cotangents.of(tf, loss, values);
            for (int v = 0; v < trained.size(); v++) {
                optimiserUpdates.add(trained.get(v), gradients.get(v));
            }
        } else {
            Gradients gradients = tf.gradients(loss, values);
            for (int v = 0; v < trained.size(); v++) {
                optimiserUpdates.add(trained.get(v), gradients.dy(v));
            }
        }
    }

    private Operand<TBool> finite(Ops tf) {
        Operand<TBool> all = null;
        for (Parameter parameter : parameters.all()) {
            Operand<TFloat32> flat =
                    tf.reshape(parameters.variable(parameter).value(), tf.constant(new int[] {instances, -1}));
            Operand<TBool> own = tf.reduceAll(tf.math.isFinite(flat), tf.constant(1));
            all = all == null ? own : tf.math.logicalAnd(all, own);
        }
        return Objects.requireNonNull(all, "a network has parameters");
    }

    /** All variables that a step changes. */
    private List<Variable> all() {
        List<Variable> all = new ArrayList<>();
        parameters.all().forEach(parameter -> all.add(parameters.variable(parameter)));
        all.addAll(optimiserUpdates.state());
        all.add(lambda);
        return all;
    }
}
