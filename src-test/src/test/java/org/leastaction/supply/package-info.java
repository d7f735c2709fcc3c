/**
 * The libraries of the product: their versions against published advisories.
 */
package org.leastaction.supply;
