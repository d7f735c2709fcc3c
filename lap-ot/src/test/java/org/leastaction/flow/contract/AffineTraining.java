package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** One training of an affine network: forward and backward pass written out, a point at a time. */
final class AffineTraining {

    private final TrainingRun run;
    private final Sgd optimiser;
    private final int dimension;
    private final Random random;
    private final List<AffineLayer> blocks = new ArrayList<>();
    private final AffineLayer classifier;
    private double lambda;
    private int steps;

    AffineTraining(TrainingRun run) {
        this.run = run;
        if (!(run.options().optimiser() instanceof Sgd sgd)) {
            throw new IllegalArgumentException("the affine reference flow trains with sgd, not "
                    + run.options().optimiser().key());
        }
        if (run.objective().isModuleWise()) {
            throw new IllegalArgumentException("the affine reference flow is trained as a whole, and the objective "
                    + run.objective().key() + " trains module by module");
        }
        this.optimiser = sgd;
        this.dimension = run.train().points().dimension();
        this.random = new Random(run.options().seed());
        for (int k = 0; k < run.network().blocks(); k++) {
            blocks.add(AffineLayer.initialised(dimension, dimension, run.initialisation(), random));
        }
        this.classifier =
                AffineLayer.initialised(run.network().classes(), dimension, run.initialisation(), random);
        this.lambda = run.objective().multiplier().start();
    }

    TrainedFlow train(Consumer<EpochRecord> listener) throws InterruptedException {
        long start = System.nanoTime();
        List<EpochRecord> epochs = new ArrayList<>();
        OptionalInt divergedAt = OptionalInt.empty();
        List<Integer> order = new ArrayList<>(IntStream.range(0, run.train().size()).boxed().toList());
        for (int epoch = 1; epoch <= run.options().epochs(); epoch++) {
            Collections.shuffle(order, random);
            EpochRecord record = epoch(epoch, order);
            if (divergedAt.isEmpty() && !isFinite(record)) {
                divergedAt = OptionalInt.of(epoch);
            }
            epochs.add(record);
            listener.accept(record);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new TrainedFlow(new AffineFlow(network()), new TrainingCurve(epochs, divergedAt), seconds);
    }

    private EpochRecord epoch(int epoch, List<Integer> order) throws InterruptedException {
        double rate = optimiser.learningRate() * optimiser.schedule().factor(epoch);
        double crossEntropy = 0;
        double cost = 0;
        for (int from = 0; from < order.size(); from += run.options().batch()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the training was interrupted in epoch " + epoch);
            }
            List<Integer> batch = order.subList(from, Math.min(order.size(), from + run.options().batch()));
            Losses losses = step(batch, rate);
            crossEntropy += losses.crossEntropy() * batch.size() / order.size();
            cost += losses.transportCost() * batch.size() / order.size();
        }
        AffineFlow model = new AffineFlow(network());
        return test(model, epoch, rate, crossEntropy, cost);
    }

    /** The loss depends on the whole batch, so all points go forward before one goes back. */
    private Losses step(List<Integer> batch, double rate) {
        List<double[][]> states = new ArrayList<>();
        List<double[]> logProbabilities = new ArrayList<>();
        double crossEntropy = 0;
        for (int i : batch) {
            double[][] forward = forward(i);
            double[] logs = AffineFlow.logSoftmax(classifier.apply(forward[blocks.size()]));
            states.add(forward);
            logProbabilities.add(logs);
            crossEntropy -= logs[run.train().labels()[i]] / batch.size();
        }
        steps++;
        if (run.objective().multiplier().growsAt(steps)) {
            lambda += run.objective().multiplier().tau() * crossEntropy;
        }
        AffineLoss loss = new AffineLoss(run.objective(), states, crossEntropy, lambda);
        for (int b = 0; b < batch.size(); b++) {
            backward(states.get(b), logProbabilities.get(b), run.train().labels()[batch.get(b)], loss, b, batch.size());
        }
        blocks.forEach(block -> block.step(optimiser, rate));
        classifier.step(optimiser, rate);
        return new Losses(crossEntropy, loss.term());
    }

    private double[][] forward(int point) {
        double[][] states = new double[blocks.size() + 1][dimension];
        for (int j = 0; j < dimension; j++) {
            states[0][j] = run.train().points().get(point, j);
        }
        for (int k = 0; k < blocks.size(); k++) {
            double[] residue = blocks.get(k).apply(states[k]);
            for (int j = 0; j < dimension; j++) {
                states[k + 1][j] = states[k][j] + residue[j];
            }
        }
        return states;
    }

    private void backward(
            double[][] states, double[] logProbabilities, int label, AffineLoss loss, int sample, int batchSize) {
        double[] error = new double[logProbabilities.length];
        for (int c = 0; c < error.length; c++) {
            error[c] = loss.byCrossEntropy() * (Math.exp(logProbabilities[c]) - (c == label ? 1 : 0)) / batchSize;
        }
        double[] gradient = classifier.backward(states[blocks.size()], error);
        for (int k = blocks.size() - 1; k >= 0; k--) {
            double[] ofOutput = sum(gradient, loss.byOutput(k, sample));
            double[] through = blocks.get(k).backward(states[k], sum(ofOutput, loss.byResidue(k, sample)));
            gradient = sum(sum(ofOutput, loss.byShortcut(k, sample)), through);
        }
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int j = 0; j < sum.length; j++) {
            sum[j] += b[j];
        }
        return sum;
    }

    private EpochRecord test(AffineFlow model, int epoch, double rate, double crossEntropy, double cost) {
        LabelledPoints test = run.test();
        FloatPoints logProbabilities =
                model.classify(model.transport(model.encode(test.points()), BlockObserver.NONE));
        int right = 0;
        double loss = 0;
        for (int i = 0; i < test.size(); i++) {
            int best = 0;
            for (int c = 1; c < test.classes(); c++) {
                best = logProbabilities.get(i, c) > logProbabilities.get(i, best) ? c : best;
            }
            right += best == test.labels()[i] ? 1 : 0;
            loss -= logProbabilities.get(i, test.labels()[i]) / test.size();
        }
        return new EpochRecord(epoch, rate, crossEntropy, cost, lambda, (double) right / test.size(), loss);
    }

    private boolean isFinite(EpochRecord epoch) {
        return Double.isFinite(epoch.crossEntropy()) && Double.isFinite(epoch.transportCost())
                && Double.isFinite(epoch.testLoss()) && classifier.isFinite()
                && blocks.stream().allMatch(AffineLayer::isFinite);
    }

    private AffineNetwork network() {
        return AffineNetwork.of(blocks.stream().map(AffineLayer::map).toList(), classifier.map());
    }

    private record Losses(double crossEntropy, double transportCost) {}
}
