/** The contracts of the flow SPI, run on every backend of this project. */
package org.leastaction.contract;
