"""What LMI staff keep of well-being programs: their facts. No answer, comment or sign-up is here, nor shall be."""
