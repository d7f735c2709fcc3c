package org.leastaction.flow.training;

/**
 * What one epoch of an autoencoder showed.
 *
 * @param epoch         from 1
 * @param learningRate  rate of this epoch
 * @param trainingError mean squared error an element, over the epoch's batches in training mode
 * @param testError     mean squared error an element on the test set, in inference
 */
public record AutoencoderEpoch(int epoch, double learningRate, double trainingError, double testError) {}
