package org.leastaction.flow.training;

/**
 * The results of one epoch of an autoencoder.
 *
 * @param epoch         from 1
 * @param learningRate  learning rate of this epoch
 * @param trainingError mean squared error per element, over the epoch's batches in training mode
 * @param testError     mean squared error per element on the test set, in inference mode
 */
public record AutoencoderEpoch(int epoch, double learningRate, double trainingError, double testError) {}
